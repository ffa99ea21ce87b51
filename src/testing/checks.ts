/** Assertions for contracts, which also run in a page, where no test runner is. The order of fields is no difference. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [inOrder(actual), inOrder(expected)];
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, got ${got}`);
}

function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}

export function isTrue(condition: boolean, what: string): void {
  if (!condition) throw new Error(`expected ${what}`);
}
