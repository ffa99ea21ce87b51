const LOCALE = 'en-US';
/** Keeps a value and its unit on one line. */
const NBSP = '\u00A0';

const integer = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });

/** `842 ms`, `1.94 s`, `12.3 s`, `2 min 5 s`. */
export function formatDuration(durationMs: number): string {
  // Compared after rounding, so that 999.6 ms reads 1 s and 59.96 s reads 1 min.
  if (Math.round(durationMs) < 1000) {
    return `${durationMs < 10 ? threeDigits.format(durationMs) : integer.format(durationMs)}${NBSP}ms`;
  }
  const seconds = durationMs / 1000;
  if (Number(seconds.toPrecision(3)) < 60) return `${threeDigits.format(seconds)}${NBSP}s`;
  const wholeSeconds = Math.round(seconds);
  return `${Math.floor(wholeSeconds / 60)}${NBSP}min ${wholeSeconds % 60}${NBSP}s`;
}

/** Without its unit, for columns: `0.18`, `1.94`, `12.3`, `125`. */
export function formatSeconds(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (Number(seconds.toFixed(2)) < 10) return seconds.toFixed(2);
  return Number(seconds.toFixed(1)) < 100 ? seconds.toFixed(1) : integer.format(seconds);
}

/** Without its unit: `531`, `24.1`, `0.62`. */
export function formatRate(tokensPerSecond: number): string {
  return tokensPerSecond >= 100 ? integer.format(tokensPerSecond) : threeDigits.format(tokensPerSecond);
}

export function formatCount(count: number): string {
  return integer.format(count);
}

const BYTE_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as storage is sold and as browsers show it: `812 bytes`, `11.4 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Number(value.toPrecision(3)) >= 1000 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${threeDigits.format(value)}${NBSP}${BYTE_UNITS[unit]}`;
}

/** Millions and billions, as models are named: `4.6 million`, `3.8 billion`. */
export function formatParameters(parameters: number): string {
  // Compared after rounding, so that 999.9 million reads 1 billion.
  const [divisor, word] = Number(parameters.toPrecision(2)) >= 1e9 ? [1e9, 'billion'] : [1e6, 'million'];
  return `${new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 }).format(parameters / divisor)}${NBSP}${word}`;
}

/** For `<data value>`: a plain number, without the noise digits of a division. */
export function dataValue(value: number): string {
  return String(Number(value.toFixed(3)));
}
