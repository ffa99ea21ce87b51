import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import { Gate } from '../testing/gate.ts';
import { MemoryModelKeeper, ScriptedModelLibrary, storedModel } from '../testing/scripted-models.ts';
import { TestHearth } from '../testing/test-hearth.ts';

const FOLDER = 'phi-q4';
/** An answer that is cut off is neither surely good nor surely bad. */
const CUT_OFF = { temperature: 0, topP: 1, maxTokens: 3 };

/** A stored model of the given engine in use, which answers so that the judge is in doubt. */
async function opened(selfCheck: boolean, engine: 'transformers' | 'webllm' = 'transformers'): Promise<TestHearth> {
  const stored = storedModel({ folder: FOLDER });
  const manifest = { ...stored.manifest, engine };
  const app = new TestHearth({
    library: new ScriptedModelLibrary([{ ...stored, manifest }]),
    keeper: new MemoryModelKeeper({ chosen: { manifest, predicted: null } }),
    settings: { modelFolder: FOLDER, sampling: CUT_OFF, routing: { ...DEFAULT_SETTINGS.routing, selfCheck } },
  });
  app.script = () => ({ tokens: ['Perhaps ', 'it is ', 'the Nile'], choices: [Math.log(0.7), Math.log(0.1)] });
  await app.hearth.start();
  return app;
}

async function judgedOf(app: TestHearth) {
  await app.settle();
  return (await app.decisions.list()).at(-1)?.judged ?? null;
}

describe('the question about its own answer', () => {
  it('is put to the model after the answer, with the answer, and what it gives is shown as evidence', async () => {
    const app = await opened(true);
    await app.ask('Name the longest river');
    const judged = await judgedOf(app);
    expect(judged?.evidence.map(({ text }) => text).join(' ')).toContain('the model gives yes 88 %');
    expect(app.engine.requests).toHaveLength(2);
    expect(app.engine.requests[1]?.choices).toEqual(['Yes', 'No']);
    expect(app.engine.requests[1]?.conversationId).toBe(app.engine.requests[0]?.conversationId);
    expect(app.engine.requests[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    // It is no part of the chat.
    expect(app.state.current?.turns).toHaveLength(1);
    const unchecked = await opened(false);
    await unchecked.ask('Name the longest river');
    expect((await judgedOf(unchecked))?.confidence).toBeLessThan(judged?.confidence ?? 0);
  });

  it('is not put unless the user wants it, nor to Ember, nor to a model run by web-llm', async () => {
    const unwanted = await opened(false);
    const webllm = await opened(true, 'webllm');
    const ember = new TestHearth({
      settings: { sampling: CUT_OFF, routing: { ...DEFAULT_SETTINGS.routing, selfCheck: true } },
    });
    ember.script = () => ({ tokens: ['Perhaps ', 'it is ', 'the Nile'] });
    for (const app of [unwanted, webllm, ember]) {
      await app.ask('Name the longest river');
      const { confidence = 0 } = (await judgedOf(app)) ?? {};
      expect(confidence > 0.4 && confidence < 0.7).toBe(true);
      expect(app.engine.requests).toHaveLength(1);
    }
  });

  it('ends with the next prompt, which does not wait for it, and the judgement stands as it was', async () => {
    const app = await opened(true);
    const gate = new Gate();
    app.script = ({ choices }) => ({
      tokens: ['Perhaps ', 'it is ', 'the Nile'],
      ...(choices === undefined ? {} : { beforeToken: () => gate.wait() }),
    });
    await app.ask('Name the longest river');
    await gate.reached;
    app.script = () => ({ tokens: ['Perhaps ', 'another'], choices: [-1, -1] });
    await app.ask('And the second longest?');
    expect(app.state.current?.turns.at(-1)?.device?.text).toBe('Perhaps another');
    gate.open();
    await app.settle();
    const [first] = await app.decisions.list();
    expect(first?.judged?.evidence.some(({ code }) => code === 'self-check')).toBe(false);
    expect(first?.judged).not.toBeNull();
  });
});
