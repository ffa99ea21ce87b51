const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const;

/** Decimal units, as storage and downloads are counted: `1.9 GB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : value.toFixed(0)} ${UNITS[power] ?? ''}`;
}

export function tokensText(tokens: number): string {
  return `${tokens.toLocaleString('en-US')} tokens`;
}
