/**
 * One resident model across all tabs (a Web Lock). `held`: this tab may load.
 * `elsewhere`: another tab holds it; `takeOver` asks for it, the other tab unloads.
 */
export type ResidencyState = 'held' | 'elsewhere';

export interface Residency {
  acquire(): Promise<ResidencyState>;
  takeOver(): Promise<void>;
  /** Calls back when another tab took over, or when the lock came here. */
  subscribe(onChange: (state: ResidencyState) => void): () => void;
}
