/** Airtight mode as the workers and the service worker see it: nothing but this origin, in every tab. */
export interface Airtight {
  /** Resolves when it holds everywhere, also after a restart. Rejects with `HearthError` where it cannot be stored. */
  set(isOn: boolean): Promise<void>;
  /** Calls back at once with what is stored, and when another tab switches it. */
  subscribe(changed: (isOn: boolean) => void): () => void;
}
