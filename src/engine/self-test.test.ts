import { describe, expect, it } from 'vitest';
import type { KnownAnswer } from './model/model-source.ts';
import { runSelfTest } from './self-test.ts';

/** Says one letter of the alphabet after the other and ends after `end`. `logit` bends what it computes. */
function alphabet(
  end: number,
  logit: (id: number, expected: number) => number = (id, expected) => (id === expected ? 9 : 0),
) {
  const reads: (readonly number[])[] = [];
  return {
    reads,
    endIds: new Set([end]),
    render: (messages: readonly { readonly content: string }[]) => messages.map(({ content }) => content).join(''),
    encode: (text: string) => Array.from(text, () => 0),
    decode: (ids: readonly number[]) => ids.map((id) => String.fromCharCode(96 + id)).join(''),
    read: (ids: readonly number[], _cache: unknown) => {
      reads.push(ids);
      const expected = (ids.at(-1) ?? 0) + 1;
      return Promise.resolve(Float32Array.from({ length: 27 }, (_, id) => logit(id, expected)));
    },
  };
}
const CACHE = { ids: [], crop: () => Promise.resolve() };
const known = (ids: readonly number[]): KnownAnswer => ({ prompt: 'Go', ids, basis: 'pinned' });

describe('runSelfTest', () => {
  it('lets the model answer greedily where nothing is known, and gives the answer to keep', async () => {
    const { findings, fault, answer } = await runSelfTest(alphabet(5), CACHE, null);
    expect(fault).toBeNull();
    expect(findings).toMatchObject({ basis: 'first-load', agreement: null, tokens: 5 });
    expect(answer?.ids).toEqual([1, 2, 3, 4, 5]);
  });

  it('asks the known prompt and gives the model the known tokens', async () => {
    const model = alphabet(26);
    const { findings, fault, answer } = await runSelfTest(model, CACHE, known([1, 2, 9, 10]));
    // After the token it would not have said it goes on from there: one of four differs.
    expect(model.reads).toEqual([[0, 0], [1], [2], [9]]);
    expect(findings).toMatchObject({ basis: 'pinned', agreement: 0.75, tokens: 4 });
    expect(fault).toBeNull();
    expect(answer).toBeNull();
  });

  it('fails a model that would say something else', async () => {
    expect((await runSelfTest(alphabet(26), CACHE, known([7, 3, 1, 9]))).fault).toContain('0 %');
  });

  it('fails at the first logits that are no numbers, and keeps nothing', async () => {
    const model = alphabet(26, () => Number.NaN);
    const { fault, answer } = await runSelfTest(model, CACHE, null);
    expect(fault).toBe('it computes no numbers');
    expect(answer).toBeNull();
    expect(model.reads).toHaveLength(1);
  });

  it('fails logits that are all alike', async () => {
    const { fault } = await runSelfTest(
      alphabet(26, () => 1),
      CACHE,
      null,
    );
    expect(fault).toContain('as likely as another (100 %)');
  });

  it('takes fewer tokens where they take long', async () => {
    const tokensAt = async (msPerToken: number, answer: KnownAnswer | null) => {
      const model = alphabet(26);
      return (await runSelfTest(model, CACHE, answer, () => model.reads.length * msPerToken)).findings.tokens;
    };
    const speeds = [1, 50, 500, 60_000];
    expect(await Promise.all(speeds.map((ms) => tokensAt(ms, null)))).toEqual([16, 16, 5, 2]);
    const answer = known(Array.from({ length: 16 }, (_, at) => at + 1));
    expect(await Promise.all(speeds.map((ms) => tokensAt(ms, answer)))).toEqual([16, 3, 2, 2]);
  });
});
