/** Assertions for contracts, which also run in a page, where no test runner is. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what}: expected ${wanted}, got ${got}`);
}

export function isTrue(condition: boolean, what: string): void {
  if (!condition) throw new Error(`expected ${what}`);
}
