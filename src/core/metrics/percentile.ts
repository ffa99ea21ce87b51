/**
 * The value below which the fraction lies, linear between the two nearest ranks
 * (type 7 of Hyndman and Fan 1996, the default of R and NumPy). Null for no values.
 */
export function percentile(values: readonly number[], fraction: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * Math.min(1, Math.max(0, fraction));
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (rank - Math.floor(rank));
}
