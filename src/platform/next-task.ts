/** What lib.dom does not know of: "Prioritized Task Scheduling" (W3C WICG), not in Safari. */
interface GlobalWithScheduler {
  readonly scheduler?: { readonly yield?: () => Promise<void> };
}

/** Ends the present task, so that input is taken and the page drawn before what follows. */
export async function nextTask(): Promise<void> {
  const { scheduler } = globalThis as GlobalWithScheduler;
  if (scheduler?.yield === undefined) await new Promise((resolve) => setTimeout(resolve));
  else await scheduler.yield();
}
