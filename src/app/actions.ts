import type { ConversationId, TurnId } from '../core/ids.ts';
import type { Settings } from '../core/settings.ts';
import type { AnswerSource } from '../core/stream-part.ts';

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
  acceptOffer(): Promise<void>;
  declineOffer(): Promise<void>;
  show(id: TurnId, source: AnswerSource): Promise<void>;

  changeSettings(change: Partial<Settings>): void;
  setCloudKey(key: string): Promise<void>;
  testConnection(): Promise<void>;

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
