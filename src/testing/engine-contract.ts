import type { LoadPart } from '../ports/engine.ts';
import type { EngineUnderTest } from './ask-engine.ts';
import {
  ask,
  askAndStop,
  assistant,
  collect,
  freshConversation,
  reasonOf,
  secondTurn,
  sum,
  usageOf,
  user,
} from './ask-engine.ts';
import { equal, isTrue } from './checks.ts';

type Check = (subject: EngineUnderTest) => Promise<void>;

/** What every engine keeps to, whatever runs the model. Run against each: in Vitest, and in a browser page. */
export const ENGINE_CONTRACT: Readonly<Record<string, Check>> = {
  'starts with a start, ends with one end, and has only deltas between': async (subject) => {
    const { parts } = await ask(subject, [user(subject.prompt)]);
    equal(parts.at(0)?.type, 'stream-start', 'first part');
    equal(parts.at(-1)?.type, 'stream-end', 'last part');
    for (const part of parts.slice(1, -1)) equal(part.type, 'text-delta', 'part between');
  },

  'counts the tokens it gave and those of the prompt': async (subject) => {
    const messages = [user(subject.prompt)];
    const { deltas, last } = await ask(subject, messages);
    const usage = usageOf(last);
    equal(sum(deltas.map(({ tokens }) => tokens)), usage.completionTokens.value, 'tokens in deltas');
    equal(await subject.engine.countTokens(messages), usage.promptTokens.value, 'tokens of the prompt');
  },

  'gives each token the logarithm of a probability': async (subject) => {
    const { deltas } = await ask(subject, [user(subject.prompt)]);
    for (const { tokens, logprob } of deltas) {
      if (tokens > 0) isTrue(logprob !== undefined && logprob <= 0, `a logprob of at most 0, not ${logprob}`);
    }
  },

  'tells of each token how clear the choice was': async (subject) => {
    const { deltas } = await ask(subject, [user(subject.prompt)]);
    for (const { tokens, margin } of deltas) {
      const isMargin = margin !== undefined && margin >= 0 && Number.isFinite(margin);
      if (tokens > 0) isTrue(isMargin, `a margin of at least 0, not ${margin}`);
    }
  },

  'ends with length at the token limit': async (subject) => {
    const { deltas, last } = await ask(subject, [user(subject.prompt)], {
      sampling: { temperature: 0, topP: 1, maxTokens: 2 },
    });
    equal(reasonOf(last), 'length', 'reason');
    equal(sum(deltas.map(({ tokens }) => tokens)), 2, 'tokens');
  },

  'stops within one token': async (subject) => {
    const { stopped, madeBefore } = await askAndStop(subject, freshConversation());
    equal(reasonOf(stopped.last), 'cancelled', 'reason');
    const made = usageOf(stopped.last).completionTokens.value;
    isTrue(made <= madeBefore + 1, `at most one token after the stop, not ${made - madeBefore}`);
    equal(sum(stopped.deltas.map(({ tokens }) => tokens)), made, 'tokens in deltas');
  },

  'keeps what it had made when it was stopped, and goes on from there': async (subject) => {
    const id = freshConversation();
    const { stopped } = await askAndStop(subject, id);
    const before = usageOf(stopped.last);
    const { last } = await ask(subject, secondTurn(subject, stopped.text), { id });
    const known = before.promptTokens.value + before.completionTokens.value - 1;
    const cached = usageOf(last).cachedPromptTokens.value;
    isTrue(cached >= known, `at least ${known} cached, not ${cached}`);
  },

  'says that it was cancelled when it was before it began': async (subject) => {
    const { text, last } = await ask(subject, [user(subject.prompt)], { signal: AbortSignal.abort() });
    equal(reasonOf(last), 'cancelled', 'reason');
    equal(text, '', 'text');
  },

  'reads only what is new on the second turn': async (subject) => {
    const id = freshConversation();
    const first = await ask(subject, [user(subject.prompt)], { id });
    const second = await ask(subject, secondTurn(subject, first.text), { id });
    const before = usageOf(first.last);
    const after = usageOf(second.last);
    equal(before.cachedPromptTokens.value, 0, 'cached tokens on the first turn');
    // The last token of an answer is not read until the next turn.
    const known = before.promptTokens.value + before.completionTokens.value - 1;
    isTrue(after.cachedPromptTokens.value >= known, `at least ${known} cached, not ${after.cachedPromptTokens.value}`);
    isTrue(after.cachedPromptTokens.value < after.promptTokens.value, 'something new to read');
  },

  'forgets a conversation when told to': async (subject) => {
    const id = freshConversation();
    await ask(subject, [user(subject.prompt)], { id });
    await subject.engine.forget(id);
    equal((await subject.engine.footprint()).kvCacheBytes.value, 0, 'bytes of the KV cache');
    const again = await ask(subject, [user(subject.prompt)], { id });
    equal(usageOf(again.last).cachedPromptTokens.value, 0, 'cached tokens');
  },

  'answers the same from the cache as without it': async (subject) => {
    const id = freshConversation();
    const first = await ask(subject, [user(subject.prompt)], { id });
    const regenerated = await ask(subject, [user(subject.prompt)], { id });
    isTrue(usageOf(regenerated.last).cachedPromptTokens.value > 0, 'a prompt found in the cache');
    equal(regenerated.text, first.text, 'text of the answer made again');
  },

  'keeps what two histories have in common': async (subject) => {
    const id = freshConversation();
    const first = await ask(subject, [user(subject.prompt)], { id });
    await ask(subject, secondTurn(subject, first.text), { id });
    const edited = await ask(subject, [user(subject.prompt), assistant(first.text), user('No.')], { id });
    const usage = usageOf(edited.last);
    isTrue(
      usage.cachedPromptTokens.value >= usageOf(first.last).promptTokens.value,
      'the first turn found in the cache',
    );
    equal(
      edited.text,
      (await ask(subject, [user(subject.prompt), assistant(first.text), user('No.')], { id })).text,
      'text',
    );
  },

  'says nothing where it is asked to weigh choices, and goes on from the cache after it': async (subject) => {
    const id = freshConversation();
    const first = await ask(subject, [user(subject.prompt)], { id });
    const check = secondTurn({ ...subject, followUp: 'Is that right? Say only Yes or No.' }, first.text);
    const weighed = await ask(subject, check, { id, choices: ['Yes', 'No'] });
    equal(weighed.deltas.length, 0, 'deltas');
    equal(reasonOf(weighed.last), 'stop', 'reason');
    const part = weighed.parts.find(({ type }) => type === 'choices-weighed');
    if (part?.type === 'choices-weighed') {
      equal(part.logprobs.length, 2, 'choices');
      for (const logprob of part.logprobs) isTrue(logprob <= 0, `a log-probability, not ${logprob}`);
      const before = usageOf(first.last);
      const known = before.promptTokens.value + before.completionTokens.value - 1;
      isTrue(usageOf(weighed.last).cachedPromptTokens.value >= known, 'the answer found in the cache');
      const after = usageOf((await ask(subject, secondTurn(subject, first.text), { id })).last);
      isTrue(after.cachedPromptTokens.value >= known, `at least ${known} still cached`);
    }
  },

  'draws the same tokens from the same seed': async (subject) => {
    const sampling = { temperature: 1, topP: 0.95, maxTokens: subject.maxTokens, seed: 7 };
    const first = await ask(subject, [user(subject.prompt)], { sampling });
    const second = await ask(subject, [user(subject.prompt)], { sampling });
    equal(second.text, first.text, 'text');
  },

  'refuses a prompt longer than the context window and goes on after it': async (subject) => {
    const tooLong = 'word '.repeat(subject.model.contextWindow);
    const { last, deltas } = await ask(subject, [user(tooLong)]);
    equal(last.type === 'stream-error' ? last.error.code : last.type, 'context-overflow', 'error');
    equal(deltas.length, 0, 'deltas');
    equal((await ask(subject, [user(subject.prompt)])).last.type, 'stream-end', 'last part of the next answer');
  },

  'answers two at once one after the other': async (subject) => {
    const [first, second] = await Promise.all([
      ask(subject, [user(subject.prompt)]),
      ask(subject, [user(subject.prompt)]),
    ]);
    equal(second.text, first.text, 'text');
    equal(second.last.type, 'stream-end', 'last part');
  },

  'holds nothing after an unload, says so when asked, and loads again': async (subject) => {
    const { engine, model, preference } = subject;
    isTrue((await engine.footprint()).weightsBytes.value > 0, 'weights before');
    await engine.unload();
    const { weightsBytes, kvCacheBytes, otherGpuBytes } = await engine.footprint();
    equal(weightsBytes.value + kvCacheBytes.value + otherGpuBytes.value, 0, 'bytes held');
    const { parts } = await ask(subject, [user(subject.prompt)]);
    equal(parts.length, 1, 'parts');
    const [part] = parts;
    equal(part?.type === 'stream-error' ? part.error.code : part?.type, 'model-not-loaded', 'error');
    const loaded = await collect(engine.load(model, preference, new AbortController().signal));
    hasLoaded(loaded, 'the load');
  },

  'cancels a load when told to, and loads again': async ({ engine, model, preference }) => {
    const controller = new AbortController();
    const parts: LoadPart[] = [];
    for await (const part of engine.load(model, preference, controller.signal)) {
      parts.push(part);
      controller.abort();
    }
    equal(parts.at(-1)?.type, 'load-cancelled', 'last part');
    equal(parts.filter(({ type }) => type !== 'load-progress').length, 1, 'parts that end the load');
    const loaded = await collect(engine.load(model, preference, new AbortController().signal));
    hasLoaded(loaded, 'the second load');
  },
};

function hasLoaded(parts: readonly LoadPart[], what: string): void {
  const last = parts.at(-1);
  const outcome = last?.type === 'load-error' ? last.error : last?.type;
  equal(outcome, 'load-end', `last part of ${what}`);
}
