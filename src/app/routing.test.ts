import { describe, expect, it } from 'vitest';
import { errorInfo } from '../core/errors.ts';
import type { ChatMessage } from '../core/generate-request.ts';
import { parseCalibration } from '../core/routing/calibration.ts';
import type { DecisionRecord } from '../core/routing/decision-record.ts';
import type { StreamPart } from '../core/stream-part.ts';
import { difficultyOf } from '../testing/decision-records.ts';
import { endpointAt } from '../testing/endpoints.ts';
import { MemoryDecisionLog, MemoryDecisions } from '../testing/memory-decision-log.ts';
import { TestHearth, type TestHearthOptions } from '../testing/test-hearth.ts';

const CLOUD = endpointAt('https://cloud.example/v1', 'big', { price: { input: 1, output: 3 } });

const open = (settings: TestHearthOptions['settings'] = {}, options: TestHearthOptions = {}) =>
  new TestHearth({ ...options, settings: { endpoints: [CLOUD], ...settings } });

async function logOf(app: TestHearth): Promise<readonly DecisionRecord[]> {
  await app.settle();
  return app.decisions.list();
}

const lastTurn = (app: TestHearth) => {
  const turn = app.state.current?.turns.at(-1);
  if (turn === undefined) throw new Error('no turn yet');
  return turn;
};

/** Takes “Anna” for a secret, and out. */
function withPrivacy(app: TestHearth): void {
  const redaction = { placeholder: '[PERSON_1]', type: 'person', value: 'Anna' } as const;
  app.privacy = {
    sensitiveKinds: (text) => (text.includes('Anna') ? ['a name'] : []),
    redact(messages, off) {
      const isOn = !off.has(redaction.placeholder);
      const replace = ({ role, content }: ChatMessage) => ({
        role,
        content: isOn ? content.replaceAll('Anna', redaction.placeholder) : content,
      });
      return { messages: messages.map(replace), redactions: [{ ...redaction, isOn }] };
    },
    async *restored(parts): AsyncGenerator<StreamPart> {
      for await (const part of parts) {
        yield part.type === 'text-delta' ? { ...part, text: part.text.replace('[PERSON_1]', 'Anna') } : part;
      }
    },
  };
}

describe('the decision log', () => {
  it('has one entry for an answer on the device, with what came of it and none of its words', async () => {
    const app = open();
    app.predict = () => difficultyOf(0.1);
    await app.ask('Where is the treasure?');
    const [record, ...others] = await logOf(app);
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      route: 'device',
      source: 'device',
      outcome: 'answered',
      modelId: 'ember',
      words: 4,
      sentBytes: 0,
      cost: null,
      difficulty: { score: 0.1 },
    });
    expect(JSON.stringify(record)).not.toContain('treasure');
  });

  it('has what was sent to the byte, what it cost, and the decision that the request named', async () => {
    const app = open({ mode: 'cloud' });
    await app.ask('one');
    const [record] = await logOf(app);
    expect(record).toMatchObject({
      route: 'cloud',
      flag: 'mode-cloud',
      source: 'cloud',
      outcome: 'answered',
      sentBytes: app.cloud.sent[0]?.body.length,
      endpoint: { host: 'cloud.example', model: 'big', tier: 'frontier' },
      cost: { value: (8 * 1 + 3 * 3) / 1_000_000, basis: 'estimated' },
    });
    expect(app.cloud.grants).toEqual([{ decisionId: record?.id, conversationId: app.state.current?.id }]);
  });

  it('has both decisions of a turn that was escalated and declined', async () => {
    const app = open({ mode: 'ask' });
    app.script = () => ({ tokens: ['x'], end: 'escalate' });
    await app.ask('one');
    await app.until(({ offer }) => offer !== null);
    expect((await logOf(app)).map(({ outcome }) => outcome)).toEqual(['escalated', 'offered']);
    await app.actions.declineOffer();
    expect((await logOf(app)).map(({ outcome }) => outcome)).toEqual(['escalated', 'declined']);
  });

  it('keeps the user’s word on an answer and on a route, in every tab', async () => {
    const disk = new MemoryDecisions();
    const [here, there] = [
      open({}, { decisions: new MemoryDecisionLog(disk) }),
      open({}, { decisions: new MemoryDecisionLog(disk), tab: 'there' }),
    ];
    const other = (await there.hearth.routing()).history;
    await here.ask('one');
    await here.actions.judge(here.state.current?.id ?? never(), lastTurn(here).id, 'device', false);
    const [record] = await logOf(here);
    (await here.hearth.routing()).markWrong(record?.id ?? never(), true);
    await here.settle();
    expect(other.getState()).toMatchObject([{ accepted: false, isMarkedWrong: true }]);
  });

  it('is told of when it cannot be written, and the answer comes all the same', async () => {
    const app = open();
    app.decisions.failure = errorInfo('storage-full');
    await app.ask('one');
    expect(lastTurn(app).device?.text).toBe('It stays home.');
    expect(app.state.notices.map(({ error }) => error.code)).toEqual(['storage-full']);
  });
});

describe('a hard prompt', () => {
  it('is offered in mode Ask me before anything answers, and goes to the device when declined', async () => {
    const app = open({ mode: 'ask' });
    app.predict = () => difficultyOf(0.9);
    await app.actions.send('Prove it');
    await app.until(({ offer }) => offer !== null);
    expect(app.state.offer).toMatchObject({ reason: 'hard-prompt', endpoint: { model: 'big' }, maxCost: 0.003_074 });
    expect([app.engine.requests, app.cloud.sent]).toEqual([[], []]);
    await app.actions.declineOffer();
    expect(lastTurn(app)).toMatchObject({ device: { text: 'It stays home.' }, cloud: null });
    expect(await logOf(app)).toMatchObject([{ route: 'ask', source: 'device', outcome: 'answered', sentBytes: 0 }]);
  });
});

describe('a yes', () => {
  async function offeredHard(): Promise<TestHearth> {
    const app = open({ mode: 'ask' });
    app.predict = () => difficultyOf(0.9);
    await app.actions.send('one');
    await app.until(({ offer }) => offer !== null);
    return app;
  }

  it('once is for once', async () => {
    const app = await offeredHard();
    await app.actions.acceptOffer();
    await app.actions.send('two');
    await app.until(({ offer }) => offer !== null);
    expect(app.cloud.sent).toHaveLength(1);
  });

  it('for this conversation sends the next prompt of it at once, and asks in another', async () => {
    const app = await offeredHard();
    await app.actions.acceptOffer('conversation');
    await app.ask('two');
    expect(app.cloud.sent).toHaveLength(2);
    app.actions.newChat();
    await app.actions.send('three');
    await app.until(({ offer }) => offer !== null);
    expect(app.cloud.sent).toHaveLength(2);
  });

  it('for this reason stands in the settings, for this reason alone', async () => {
    const app = await offeredHard();
    await app.actions.acceptOffer('always');
    expect(app.state.settings.routing.consents).toEqual(['hard-prompt']);
    app.actions.newChat();
    await app.ask('two');
    expect(app.cloud.sent).toHaveLength(2);
    app.predict = null;
    app.script = () => ({ tokens: ['x'], end: 'escalate' });
    await app.ask('three');
    await app.until(({ offer }) => offer !== null);
    expect(app.cloud.sent).toHaveLength(2);
  });
});

describe('a secret', () => {
  it('is shown before it leaves in mode Cloud too, goes redacted, and comes back restored', async () => {
    const app = open({ mode: 'cloud' });
    withPrivacy(app);
    app.cloud.script = { texts: ['Dear ', '[PERSON_1]'] };
    await app.actions.send('Write to Anna');
    await app.until(({ offer }) => offer !== null);
    expect(app.cloud.sent).toEqual([]);
    expect(app.state.offer?.payload.body).not.toContain('Anna');
    await app.actions.acceptOffer('conversation');
    expect(app.cloud.sent[0]?.body).toContain('[PERSON_1]');
    expect(lastTurn(app).cloud?.text).toBe('Dear Anna');
    // The next one holds her too, by what was said before.
    await app.actions.send('And again');
    await app.until(({ offer }) => offer !== null);
    expect(app.cloud.sent).toHaveLength(1);
  });

  it('leaves as it is where the user takes its placeholder back, and what is shown is what is sent', async () => {
    const app = open();
    withPrivacy(app);
    await app.actions.sendToCloud('Write to Anna');
    await app.until(({ offer }) => offer !== null);
    app.actions.setRedaction('[PERSON_1]', false);
    await app.settle();
    const shown = app.state.offer?.payload;
    expect(shown?.body).toContain('Anna');
    app.actions.setRedaction('[PERSON_1]', true);
    await app.settle();
    expect(app.state.offer?.payload.body).not.toContain('Anna');
    app.actions.setRedaction('[PERSON_1]', false);
    await app.settle();
    await app.actions.acceptOffer();
    expect(app.cloud.sent).toEqual([shown]);
  });
});

describe('a chat that never leaves', () => {
  it('is answered here in mode Cloud, refuses the cloud when asked, and stays so', async () => {
    const app = open({ mode: 'cloud' });
    app.actions.lockChat(true);
    await app.ask('one');
    await app.actions.askCloud(lastTurn(app).id);
    await app.settle();
    expect([app.cloud.sent, app.state.offer]).toEqual([[], null]);
    expect(app.state.notices.map(({ error }) => error.code)).toEqual(['cloud-locked']);
    expect(app.conversations.writes.at(-1)?.isLocked).toBe(true);
    app.actions.lockChat(false);
    await app.ask('two');
    expect(app.cloud.sent).toHaveLength(1);
  });

  it('is one chat: the next one is not locked', async () => {
    const app = open({ mode: 'cloud' });
    app.actions.lockChat(true);
    app.actions.newChat();
    await app.ask('one');
    expect(app.cloud.sent).toHaveLength(1);
  });
});

describe('the monthly budget', () => {
  it('refuses what costs once it is spent, and keeps the prompt; a new month begins anew', async () => {
    const app = open({
      mode: 'cloud',
      routing: { threshold: 0.5, monthlyBudget: 0.000_01, rules: [], consents: [], larger: 'offer', selfCheck: false },
    });
    app.nowMs = Date.parse('2026-03-15T12:00:00Z');
    await app.ask('one');
    await app.settle();
    expect(await app.actions.send('two')).toBe(false);
    expect(app.state.promptError?.code).toBe('cloud-budget-spent');
    app.nowMs = Date.parse('2026-04-15T12:00:00Z');
    await app.ask('two');
    expect(app.cloud.sent).toHaveLength(2);
  });
});

it('two prompts at once are one', async () => {
  const app = open();
  const [first, second] = await Promise.all([app.actions.send('one'), app.actions.send('two')]);
  await app.untilIdle();
  expect([first, second]).toEqual([true, false]);
  expect(app.state.current?.turns.map(({ prompt }) => prompt)).toEqual(['one']);
});

function never(): never {
  throw new Error('nothing is there');
}

describe('an answer that is likely wrong', () => {
  it('is offered to the cloud in mode Ask me, with what speaks against it, and never sent by itself', async () => {
    const app = open({ mode: 'ask' });
    app.script = () => ({ tokens: Array.from({ length: 60 }, () => 'again and again and ') });
    await app.ask('Tell me about rivers');
    await app.until(({ offer }) => offer !== null);
    expect(app.state.offer?.reason).toBe('weak-answer');
    expect(app.state.offer?.reasons.filter(({ stage }) => stage === 'evidence').length).toBeGreaterThan(1);
    expect(app.cloud.sent).toEqual([]);
    const [record] = await logOf(app);
    expect(record?.judged?.confidence).toBeLessThan(0.4);
    expect(record?.judged?.problems).not.toEqual([]);
  });

  it('teaches by the user’s word, once a word, on this device alone', async () => {
    const app = open();
    await app.ask('one');
    await app.settle();
    const [before] = [...app.calibrations.values()];
    const word = (accepted: boolean) =>
      app.actions.judge(app.state.current?.id ?? never(), lastTurn(app).id, 'device', accepted);
    await word(false);
    const [after] = [...app.calibrations.values()];
    await word(false);
    expect(after).not.toEqual(before);
    expect([...app.calibrations.values()]).toEqual([after]);
    expect(app.cloud.sent).toEqual([]);
    await app.actions.deleteAllData();
    expect([...app.calibrations.values()]).toEqual([]);
  });
});

describe('an offer that was taken or turned down', () => {
  /** Of an answer that loops, as it is judged weak. */
  async function offeredWeak(): Promise<TestHearth> {
    const app = open({ mode: 'ask' });
    app.script = () => ({ tokens: Array.from({ length: 60 }, () => 'again and again and ') });
    await app.ask('Tell me about rivers');
    await app.until(({ offer }) => offer !== null);
    await app.settle();
    return app;
  }
  const biasOf = (app: TestHearth): number => {
    const [stored] = [...app.calibrations.values()];
    return parseCalibration(stored)?.bias ?? never();
  };
  const learntOf = (app: TestHearth) => parseCalibration([...app.calibrations.values()][0])?.learnt;

  it('teaches what judges answers a little: taken, that this one was bad', async () => {
    const app = await offeredWeak();
    const before = biasOf(app);
    await app.actions.acceptOffer();
    await app.settle();
    expect(biasOf(app)).toBeLessThan(before);
    expect(learntOf(app)).toBeLessThan(1);
  });

  it('teaches less, that it was good, where it was kept; a thumb after that counts in full', async () => {
    const app = await offeredWeak();
    const before = biasOf(app);
    await app.actions.declineOffer();
    await app.settle();
    expect(biasOf(app)).toBeGreaterThan(before);
    const kept = learntOf(app) ?? never();
    await app.actions.judge(app.state.current?.id ?? never(), lastTurn(app).id, 'device', false);
    expect(learntOf(app)).toBeCloseTo(kept + 1);
  });
});
