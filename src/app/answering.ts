import type { Answer } from '../core/chat/conversation.ts';
import { messagesForTurn } from '../core/chat/conversation-edit.ts';
import { fitPrompt } from '../core/chat/prompt-window.ts';
import type { ErrorInfo } from '../core/errors.ts';
import { errorInfo, toErrorInfo } from '../core/errors.ts';
import { errorText } from '../core/error-text.ts';
import type { ConversationId, TurnId } from '../core/ids.ts';
import type { OutgoingPayload } from '../core/routing/decision.ts';
import type { AnswerSource, StreamPart } from '../core/stream-part.ts';
import type { AppContext } from './context.ts';
import type { ConversationLedger } from './conversation-ledger.ts';
import type { EngineControl } from './engine-control.ts';
import { streamAnswer } from './stream-answer.ts';

/** Answers one turn from one source. One at a time; nothing here decides where. */
export interface Answering {
  isBusy(): boolean;
  stop(id?: ConversationId): void;
  onDevice(conversationId: ConversationId, turnId: TurnId): Promise<Answer | null>;
  fromCloud(conversationId: ConversationId, turnId: TurnId, payload: OutgoingPayload): Promise<Answer | null>;
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
    open: (signal: AbortSignal) => AsyncIterable<StreamPart>,
  ): Promise<Answer | null> {
    if (running !== null) return null;
    const controller = new AbortController();
    running = { conversationId, controller };
    state.setState({ turn: { type: 'waiting', conversationId, turnId, source } });
    context.announce(source === 'device' ? 'Hearth is answering on this device' : 'The cloud is answering');
    try {
      const [modelId, backend] =
        source === 'device'
          ? ([state.getState().model.id, residentBackend()] as const)
          : ([state.getState().settings.cloud.model, 'remote'] as const);
      const answer = await streamAnswer(
        context,
        ledger,
        { conversationId, turnId, source, modelId, backend },
        open(controller.signal),
      );
      if (answer !== null) context.announce(endAnnouncement(answer));
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

  async function* deviceParts(
    conversationId: ConversationId,
    turnId: TurnId,
    signal: AbortSignal,
  ): AsyncGenerator<StreamPart> {
    const error = await untilAborted(engine().ensureReady(), signal);
    if (error !== null) {
      yield { type: 'stream-error', error };
      return;
    }
    const conversation = ledger.get(conversationId);
    if (conversation === null) return;
    const { model, settings } = state.getState();
    const fit = await fitPrompt(messagesForTurn(conversation, turnId), model.contextWindow, (messages) =>
      deps.engine.countTokens(messages),
    );
    if (!fit.fits) {
      yield {
        type: 'stream-error',
        error: errorInfo('context-overflow', `${fit.promptTokens} tokens, the window holds ${model.contextWindow}`),
      };
      return;
    }
    if (fit.droppedMessages > 0) {
      context.announce('The chat is longer than the context window: its oldest messages are left out of this answer');
    }
    const maxTokens = Math.min(settings.sampling.maxTokens, model.contextWindow - fit.promptTokens);
    const request = {
      conversationId,
      messages: fit.messages,
      sampling: { ...settings.sampling, maxTokens },
    };
    for await (const part of deps.engine.generate(request, signal)) {
      if (part.type === 'stream-error' && endsResidency(part.error)) engine().markLost();
      yield part;
    }
  }

  return {
    isBusy: () => running !== null,
    stop(id) {
      if (running !== null && (id === undefined || running.conversationId === id)) running.controller.abort();
    },
    onDevice: (conversationId, turnId) =>
      run(conversationId, turnId, 'device', (signal) => deviceParts(conversationId, turnId, signal)),
    fromCloud: (conversationId, turnId, payload) =>
      run(conversationId, turnId, 'cloud', (signal) => deps.cloud.send(payload, signal)),
  };
}

/** A stop while the model still loads ends the wait, not the load: the next prompt wants it too. */
function untilAborted(ready: Promise<ErrorInfo | null>, signal: AbortSignal): Promise<ErrorInfo | null> {
  return Promise.race([
    ready,
    new Promise<ErrorInfo>((resolve) => {
      const stopped = () => resolve(errorInfo('model-not-loaded', 'stopped while the model was loading'));
      if (signal.aborted) stopped();
      signal.addEventListener('abort', stopped, { once: true });
    }),
  ]);
}

function endsResidency(error: ErrorInfo): boolean {
  return error.code === 'engine-crashed' || error.code === 'device-lost' || error.code === 'model-not-loaded';
}

function endAnnouncement(answer: Answer): string {
  if (answer.end.type === 'failed') return `The answer failed: ${errorText(answer.end.error).title}`;
  if (answer.end.type === 'interrupted') return 'The answer was interrupted';
  switch (answer.end.reason) {
    case 'stop':
      return 'Answer complete';
    case 'length':
      return 'The answer was cut off at the token limit';
    case 'cancelled':
      return 'Answer stopped';
    case 'escalate':
      return 'The model says that this needs a bigger one';
  }
}
