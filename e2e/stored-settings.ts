import type { Page } from '@playwright/test';
import type { Sampling } from '../src/core/generate-request.ts';
import type { Settings } from '../src/core/settings.ts';

/** Enough to see an answer; what it says is for other tests. */
const SHORT: Sampling = { temperature: 0, topP: 1, maxTokens: 12 };

/** Opens the page as if the user had chosen these in an earlier visit. Answers are short unless told otherwise. */
export async function withSettings(page: Page, settings: Partial<Settings> = {}): Promise<void> {
  await page.addInitScript(
    (text) => {
      if (localStorage.getItem('hearth.settings') === null) localStorage.setItem('hearth.settings', text);
    },
    JSON.stringify({ sampling: SHORT, ...settings }),
  );
}
