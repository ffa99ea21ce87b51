/** Ticks from zero to at least the maximum, at round steps of 1, 2 or 5 times a power of ten; 3 to 6 of them. */
export function ticksFromZero(max: number): readonly number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough) ?? max;
  const count = Math.ceil(max / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

/** Of 1…last, at most `limit` numbers to write under an axis, the first among them, evenly spaced. */
export function sparseLabels(last: number, limit: number): readonly number[] {
  const every = Math.max(1, Math.ceil(last / limit));
  return Array.from({ length: Math.ceil(last / every) }, (_, index) => 1 + index * every);
}
