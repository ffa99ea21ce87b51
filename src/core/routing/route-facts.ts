import type { ErrorInfo } from '../errors.ts';
import type { AnswerMode, RoutingSettings } from '../settings.ts';
import type { FlagReason, Reason } from './decision.ts';
import type { Difficulty } from './difficulty.ts';
import type { Endpoint } from './endpoint.ts';
import type { LargerModel } from './larger-model.ts';

/** What the model on this device can and cannot. */
export interface LocalModel {
  readonly name: string;
  /** Tokens of prompt and answer together. */
  readonly contextWindow: number;
  /** ISO 639-1; null: not known, taken as any. */
  readonly languages: readonly string[] | null;
  /** Why it cannot answer now: it failed to load. Null: it can, or is about to. */
  readonly trouble: ErrorInfo | null;
}

/** Everything that a decision rests on. Nothing else is looked at, so that a decision can be repeated. */
export interface RouteFacts {
  readonly mode: AnswerMode;
  /** Raised by the user or by an answer; null while the prompt stands alone. */
  readonly flag: FlagReason | null;
  /** What the answer itself showed, where an answer raised the flag. */
  readonly evidence: readonly Reason[];
  readonly prompt: string;
  /** Of all messages that would go along; estimated. */
  readonly promptTokens: number;
  readonly isOnline: boolean;
  readonly isAirtight: boolean;
  /** This chat never leaves. */
  readonly isLocked: boolean;
  /** All that have a usable address and a model name. */
  readonly endpoints: readonly Endpoint[];
  /** Why `endpoints` is empty. */
  readonly endpointError: ErrorInfo | null;
  /** This month's; null: no limit. */
  readonly budgetLeft: number | null;
  readonly routing: RoutingSettings;
  /** The user said yes for the rest of this chat. */
  readonly hasChatConsent: boolean;
  /** Kinds of secret that the messages hold, in words ("a password"); they do not leave without a yes to the redacted text. */
  readonly sensitive: readonly string[];
  readonly model: LocalModel;
  /** Stored here, larger than `model`, and expected to run. */
  readonly larger: readonly LargerModel[];
  /** Null where no model of it is there. */
  readonly difficulty: Difficulty | null;
}
