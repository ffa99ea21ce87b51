import { test as base } from '@playwright/test';
import { SharedContext } from './shared-context.ts';

/** For tests of a part of the app in a page of its own, whose origin has no service worker. */
export const test = base.extend<object, { readonly shared: SharedContext }>({
  shared: [
    async ({ browser }, use) => {
      const shared = await SharedContext.make(browser, 'all');
      await use(shared);
      await shared.context.close();
    },
    { scope: 'worker' },
  ],
  context: async ({ shared }, use) => {
    await use(shared.context);
    await shared.forget();
  },
});

export { expect } from '@playwright/test';
