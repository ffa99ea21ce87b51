/** A figure and where it comes from. The unit stands in the name of whoever holds it. */
export interface Quantity {
  readonly value: number;
  readonly basis: 'measured' | 'estimated';
}

export function measured(value: number): Quantity {
  return { value, basis: 'measured' };
}

export function estimated(value: number): Quantity {
  return { value, basis: 'estimated' };
}
