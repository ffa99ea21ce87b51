import { type OpenAiServer, startOpenAiServer } from './servers/openai-server.ts';
import { test as base } from './test.ts';

export interface CloudFixtures {
  /** An endpoint of the test's own. */
  readonly endpoint: OpenAiServer;
}

export const test = base.extend<CloudFixtures>({
  endpoint: async ({}, use) => {
    const endpoint = await startOpenAiServer();
    await use(endpoint);
    await endpoint.close();
  },
});

/** Run in a page or worker: whether a request with words can be made to `url` from there. */
export async function reach(url: string): Promise<'reached' | 'blocked'> {
  try {
    await fetch(url, { method: 'POST', mode: 'no-cors', body: 'leak' });
    return 'reached';
  } catch {
    return 'blocked';
  }
}

export { expect } from './test.ts';
