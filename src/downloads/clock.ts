/** Time and sleep as the downloads see them. */
export interface Clock {
  nowMs(): number;
  /** Resolves at that time (false), or at once when the network comes back (true). Rejects when aborted. */
  sleepUntil(timeMs: number, signal: AbortSignal): Promise<boolean>;
}

export const workerClock: Clock = {
  nowMs: () => Date.now(),
  sleepUntil: (timeMs, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const done = (act: () => void) => {
        clearTimeout(timer);
        self.removeEventListener('online', onOnline);
        signal.removeEventListener('abort', onAbort);
        act();
      };
      const onOnline = () => done(() => resolve(true));
      const onAbort = () => done(() => reject(signal.reason));
      const timer = setTimeout(() => done(() => resolve(false)), Math.max(0, timeMs - Date.now()));
      self.addEventListener('online', onOnline);
      signal.addEventListener('abort', onAbort);
    }),
};
