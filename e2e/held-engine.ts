import type { Page } from '@playwright/test';

/** Put before the worker's script: a request that blocks its thread follows each message that tells of tokens. */
const ASK_TO_GO_ON = `{
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    post.call(this, message, ...rest);
    const tokens = message?.parts?.filter(({ type }) => type === 'text-delta').length ?? 0;
    if (tokens === 0) return;
    const asking = new XMLHttpRequest();
    asking.open('GET', '/may-go-on?tokens=' + tokens, false);
    asking.send();
  };
}`;

export interface HeldEngine {
  /** Resolves, when the engine stands still, to the number of tokens it has told of. */
  readonly held: Promise<number>;
  letGo(): void;
}

/**
 * The app's engine worker stands still after it has told of its first tokens, until it is let go: what the test does
 * then comes between two tokens on any machine. Its script is altered on the way, so no service worker may keep it.
 */
export async function holdEngine(page: Page): Promise<HeldEngine> {
  let hold: (tokens: number) => void = () => undefined;
  const held = new Promise<number>((resolve) => {
    hold = resolve;
  });
  let letGo: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/engine-worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${ASK_TO_GO_ON}\n${await response.text()}` });
  });
  await page.route('**/may-go-on?*', async (route) => {
    hold(Number(new URL(route.request().url()).searchParams.get('tokens')));
    await released;
    await route.fulfill({ status: 204 });
  });
  return { held, letGo };
}
