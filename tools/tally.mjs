/**
 * What a test suite counts for. A suite that died before it wrote its report, wrote none of its own kind, ran nothing,
 * or ended badly without naming a failed test counts as one failure: it can never count as passed.
 *
 * @param {number} exitCode
 * @param {() => {passed: number, failed: number}} readReport throws where there is none
 * @returns {{passed: number, failed: number, trouble: string | null}}
 */
export function tally(exitCode, readReport) {
  let counts;
  try {
    counts = readReport();
  } catch (error) {
    return { passed: 0, failed: 1, trouble: `no report: ${String(error)}` };
  }
  const { passed, failed } = counts;
  if (!Number.isInteger(passed) || !Number.isInteger(failed)) {
    return { passed: 0, failed: 1, trouble: 'the report holds no counts' };
  }
  if (passed + failed === 0) return { passed, failed: 1, trouble: 'no test ran' };
  if (exitCode !== 0 && failed === 0)
    return { passed, failed: 1, trouble: `exit code ${exitCode} without a failed test` };
  return { passed, failed, trouble: null };
}
