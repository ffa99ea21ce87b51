import type { ConversationId, EndpointId, TurnId } from '../core/ids.ts';
import type { Settings } from '../core/settings.ts';
import type { AnswerSource } from '../core/stream-part.ts';
import type { ConsentScope } from './routing.ts';

/** Everything the interface can ask for. None throws: what goes wrong is state (`promptError`, `notices`, the answer's end). */
export interface Actions {
  newChat(): void;
  open(id: ConversationId): Promise<void>;
  rename(id: ConversationId, title: string): Promise<void>;
  remove(id: ConversationId): Promise<void>;
  undoRemove(): Promise<void>;
  dismissUndo(): void;
  search(query: string): Promise<void>;

  /** Resolves true when the prompt was taken (the box may be emptied), false when it stays. */
  send(text: string): Promise<boolean>;
  /** The same, flagged by the user before any answer: offers the cloud for this prompt. */
  sendToCloud(text: string): Promise<boolean>;
  stop(): void;
  /** Answers again from the source that is shown. */
  regenerate(id: TurnId): Promise<void>;
  /** Replaces the prompt, drops the turns after it, answers. */
  editAndResend(id: TurnId, text: string): Promise<boolean>;
  /** Offers the cloud for an existing turn. */
  askCloud(id: TurnId): Promise<void>;
  /** Answers an existing turn on this device. */
  askDevice(id: TurnId): Promise<void>;
  /** Sends what is offered. The yes may go further than this request. */
  acceptOffer(scope?: ConsentScope): Promise<void>;
  declineOffer(): Promise<void>;
  /** Loads the larger model that is offered, and has it answer. */
  acceptLarger(): Promise<void>;
  declineLarger(): void;
  /** Whether a placeholder stands for the value in what is offered, or the value itself leaves. */
  setRedaction(placeholder: string, isOn: boolean): void;
  show(id: TurnId, source: AnswerSource): Promise<void>;

  changeSettings(change: Partial<Settings>): void;
  /** Empty: forgets it. Without effect where the endpoint has no usable address yet. */
  setCloudKey(id: EndpointId, key: string): Promise<void>;
  /** Whether the key is stored encrypted for later visits. */
  rememberCloudKey(id: EndpointId, isOn: boolean): Promise<void>;
  testConnection(id: EndpointId): Promise<void>;
  /** This chat never leaves, or may again. A chat that is not begun yet is begun with it. */
  lockChat(isLocked: boolean): void;
  /** The user's word on an answer: it teaches what judges answers, on this device alone. */
  judge(conversationId: ConversationId, turnId: TurnId, source: AnswerSource, accepted: boolean): Promise<void>;

  loadEngine(): Promise<void>;
  unloadEngine(): Promise<void>;
  /** Takes the resident model over from another tab. */
  takeOver(): Promise<void>;
  refreshMemory(): Promise<void>;
  applyUpdate(): Promise<void>;
  /** Tries once more to keep the app for offline use. */
  keepOffline(): Promise<void>;
  deleteAllData(): Promise<void>;
  dismissNotice(id: number): void;
}
