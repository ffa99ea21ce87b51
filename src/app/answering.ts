import type { Answer } from '../core/chat/conversation.ts';
import { messagesForTurn } from '../core/chat/conversation-edit.ts';
import { fitPrompt } from '../core/chat/prompt-window.ts';
import type { ErrorCode, ErrorInfo } from '../core/errors.ts';
import { errorInfo, toErrorInfo } from '../core/errors.ts';
import type { ConversationId, TurnId } from '../core/ids.ts';
import { measured } from '../core/quantity.ts';
import type { AnswerSource, EndReason, StreamPart } from '../core/stream-part.ts';
import type { AppContext } from './context.ts';
import type { ConversationLedger } from './conversation-ledger.ts';
import type { EngineControl } from './engine-control.ts';
import type { Outgoing } from './routing.ts';

/** After these no model is resident any more. */
const LOST: ReadonlySet<ErrorCode> = new Set(['engine-crashed', 'device-lost', 'out-of-memory', 'model-not-loaded']);

/** Answers one turn from one source. One at a time; nothing here decides where. */
export interface Answering {
  isBusy(): boolean;
  stop(id?: ConversationId): void;
  /** `see` is shown every part before it is drawn. `prepare` makes the model ready that is to answer. */
  onDevice(
    conversationId: ConversationId,
    turnId: TurnId,
    see?: (part: StreamPart) => void,
    prepare?: (signal: AbortSignal) => Promise<ErrorInfo | null>,
  ): Promise<Answer | null>;
  /** `restore` puts back what placeholders stand for. */
  fromCloud(
    conversationId: ConversationId,
    turnId: TurnId,
    outgoing: Outgoing,
    restore: (parts: AsyncIterable<StreamPart>) => AsyncIterable<StreamPart>,
  ): Promise<Answer | null>;
}

export function createAnswering(
  context: AppContext,
  ledger: ConversationLedger,
  engine: () => EngineControl,
): Answering {
  const { state, deps } = context;
  let running: {
    readonly conversationId: ConversationId;
    readonly controller: AbortController;
  } | null = null;

  async function run(
    conversationId: ConversationId,
    turnId: TurnId,
    source: AnswerSource,
    cloudModel: string | null,
    open: (signal: AbortSignal) => AsyncIterable<StreamPart>,
  ): Promise<Answer | null> {
    if (running !== null) return null;
    const controller = new AbortController();
    running = { conversationId, controller };
    state.setState({ turn: { type: 'waiting', conversationId, turnId, source } });
    context.announce(source === 'device' ? 'Hearth is answering on this device' : 'The cloud is answering');
    try {
      const [modelId, backend] =
        cloudModel === null
          ? ([state.getState().model.id, residentBackend()] as const)
          : ([cloudModel, 'remote'] as const);
      const { streamAnswer } = await import('./stream-answer.ts');
      const answer = await streamAnswer(
        context,
        ledger,
        { conversationId, turnId, source, modelId, backend },
        onceHandedOver(conversationId, open, controller.signal),
        controller.signal,
      );
      // Deleted meanwhile: its end is no news.
      if (answer === null || ledger.get(conversationId) === null) return null;
      announceEnd(context, answer.end);
      return answer;
    } catch (caught) {
      context.notify(toErrorInfo(caught));
      return null;
    } finally {
      running = null;
      state.setState({ turn: { type: 'idle' } });
      void engine().actions.refreshMemory();
    }
  }

  function residentBackend(): 'webgpu' | 'wasm' {
    const resident = state.getState().engine;
    return resident.type === 'ready' ? resident.choice.backend : 'wasm';
  }

  /** Nothing is asked before the prompt would outlive this page. */
  async function* onceHandedOver(
    conversationId: ConversationId,
    open: (signal: AbortSignal) => AsyncIterable<StreamPart>,
    signal: AbortSignal,
  ): AsyncGenerator<StreamPart> {
    const askedAtMs = deps.now();
    const handedOver = await untilAborted(ledger.handedOver(conversationId), signal);
    if (handedOver === 'aborted') return yield cancelledBefore(deps.now() - askedAtMs);
    yield* open(signal);
  }

  async function* deviceParts(
    conversationId: ConversationId,
    turnId: TurnId,
    signal: AbortSignal,
    prepare: (signal: AbortSignal) => Promise<ErrorInfo | null>,
  ): AsyncGenerator<StreamPart> {
    const askedAtMs = deps.now();
    const ready = await untilAborted(prepare(signal), signal);
    if (ready === 'aborted') return yield cancelledBefore(deps.now() - askedAtMs);
    if (ready !== null) return yield { type: 'stream-error', error: ready };
    const conversation = ledger.get(conversationId);
    if (conversation === null) return yield cancelledBefore(deps.now() - askedAtMs);
    const { model, settings } = state.getState();
    const fit = await fitPrompt(messagesForTurn(conversation, turnId), model.contextWindow, (messages) =>
      deps.engine.countTokens(messages),
    );
    if (!fit.fits) {
      const detail = `${fit.promptTokens} tokens, the window holds ${model.contextWindow}`;
      return yield { type: 'stream-error', error: errorInfo('context-overflow', detail) };
    }
    if (fit.droppedMessages > 0) {
      context.announce('The chat is longer than the context window: its oldest messages are left out of this answer');
    }
    const maxTokens = Math.min(settings.sampling.maxTokens, model.contextWindow - fit.promptTokens);
    const request = { conversationId, messages: fit.messages, sampling: { ...settings.sampling, maxTokens } };
    yield* deps.engine.generate(request, signal);
  }

  /** Sees to it that an engine which says that it is gone is loaded anew for the next prompt. */
  async function* watched(
    parts: AsyncIterable<StreamPart>,
    see?: (part: StreamPart) => void,
  ): AsyncGenerator<StreamPart> {
    try {
      for await (const part of parts) {
        if (part.type === 'stream-error' && endsResidency(part.error)) engine().markLost();
        see?.(part);
        yield part;
      }
    } catch (caught) {
      const error = toErrorInfo(caught, 'engine-crashed');
      if (endsResidency(error)) engine().markLost();
      yield { type: 'stream-error', error };
    }
  }

  return {
    isBusy: () => running !== null,
    stop(id) {
      if (running !== null && (id === undefined || running.conversationId === id)) running.controller.abort();
    },
    onDevice: (conversationId, turnId, see, prepare = () => engine().ensureReady()) =>
      run(conversationId, turnId, 'device', null, (signal) =>
        watched(deviceParts(conversationId, turnId, signal, prepare), see),
      ),
    fromCloud: (conversationId, turnId, { payload, grant, endpoint }, restore) =>
      run(conversationId, turnId, 'cloud', endpoint.model, (signal) =>
        restore(deps.cloud.send(payload, grant, signal)),
      ),
  };
}

/** A stop while the model still loads ends the wait, not the load: the next prompt wants it too. */
function untilAborted<Outcome>(ready: Promise<Outcome>, signal: AbortSignal): Promise<Outcome | 'aborted'> {
  return Promise.race([
    ready,
    new Promise<'aborted'>((resolve) => {
      const stopped = () => resolve('aborted');
      if (signal.aborted) stopped();
      signal.addEventListener('abort', stopped, { once: true });
    }),
  ]);
}

/** Stopped before the model saw anything. */
function cancelledBefore(waitedMs: number): StreamPart {
  const nothing = measured(0);
  return {
    type: 'stream-end',
    reason: 'cancelled',
    usage: {
      promptTokens: nothing,
      cachedPromptTokens: nothing,
      completionTokens: nothing,
      ttftMs: measured(waitedMs),
      prefillMs: null,
      decodeMs: nothing,
      totalMs: measured(waitedMs),
    },
  };
}

function endsResidency(error: ErrorInfo): boolean {
  return LOST.has(error.code);
}

function announceEnd(context: AppContext, end: Answer['end']): void {
  switch (end.type) {
    case 'failed':
      announceFailure(context, end.error);
      return;
    case 'interrupted':
      context.announce('The answer was interrupted');
      return;
    case 'ended':
      context.announce(REASON[end.reason]);
  }
}

const REASON: Record<EndReason, string> = {
  stop: 'Answer complete',
  length: 'The answer was cut off at the token limit',
  cancelled: 'Answer stopped',
  escalate: 'The model says that this needs a bigger one',
};

/** The words for errors are fetched when there is one: the first paint does not wait for them. */
function announceFailure(context: AppContext, error: ErrorInfo): void {
  import('../core/error-text.ts').then(
    ({ errorText }) => context.announce(`The answer failed: ${errorText(error).title}`),
    () => context.announce('The answer failed'),
  );
}
