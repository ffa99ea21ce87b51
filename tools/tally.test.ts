import { describe, expect, it } from 'vitest';
import { tally } from './tally.mjs';

const report = (text: string) => () => JSON.parse(text);

describe('a test suite counts', () => {
  it('as its report says', () => {
    expect(tally(0, report('{"passed":3,"failed":0}'))).toEqual({ passed: 3, failed: 0, trouble: null });
    expect(tally(1, report('{"passed":3,"failed":2}'))).toEqual({ passed: 3, failed: 2, trouble: null });
  });

  it.each([
    ['wrote no report', 0, () => JSON.parse('')],
    ['died and wrote none', 137, () => JSON.parse('')],
    ['wrote half a report', 0, report('{}')],
    ['counted in another way', 0, report('{"passed":"3","failed":0}')],
    ['ran nothing', 0, report('{"passed":0,"failed":0}')],
    ['ended badly though no test failed', 1, report('{"passed":3,"failed":0}')],
  ] as const)('as failed when it %s', (_name, exitCode, read) => {
    const { failed, trouble } = tally(exitCode, read);
    expect(failed).toBe(1);
    expect(trouble).not.toBeNull();
  });
});
