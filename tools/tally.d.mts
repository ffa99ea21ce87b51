export function tally(
  exitCode: number,
  readReport: () => { passed: number; failed: number },
): { passed: number; failed: number; trouble: string | null };
