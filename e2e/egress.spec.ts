import { errorText } from '../src/core/error-text.ts';
import { errorInfo } from '../src/core/errors.ts';
import { endpointAt } from '../src/testing/endpoints.ts';
import { ledgerOf } from './ledger.ts';
import { App } from './app.ts';
import type { OpenAiServer } from './servers/openai-server.ts';
import { withSettings } from './stored-settings.ts';
import { expect, reach, test } from './cloud-test.ts';

const PROMPT = 'Which river is the longest?';

let endpoint: OpenAiServer;
test.beforeEach(({ endpoint: own }) => {
  endpoint = own;
});

test.describe('without a service worker', () => {
  test.use({ visit: 'unkept' });

  test('the cloud is refused, and a reload offered', async ({ page, server }) => {
    await withSettings(page, { mode: 'cloud', endpoints: [endpointAt(endpoint.url, 'test')] });
    const app = new App(page);
    await app.open(server.url);
    await app.ask(PROMPT);
    await expect(app.answers.last()).toContainText(errorText(errorInfo('cloud-ungated')).title);
    await expect(app.answers.last().getByRole('button', { name: 'Reload' })).toBeVisible();
    expect(endpoint.requests).toEqual([]);
  });
});

test('what leaves is counted in the chat and listed, before and after a reload', async ({ page, server }) => {
  const app = await openInCloudMode(page, server.url);
  await expect(page.getByText('0 bytes left this device')).toBeVisible();
  const answer = await app.askAndWait(PROMPT);
  await expect(answer).toContainText('forty-two');
  const bytes = Buffer.byteLength(endpoint.requests[0]?.body ?? '').toLocaleString('en-US');
  await expect(page.getByText(`${bytes} bytes left this device`)).toBeVisible();

  await page.reload();
  await page.getByText(`${bytes} bytes left this device`).click();
  const view = page.getByRole('dialog', { name: 'Egress' });
  const row = view.getByRole('table', { name: 'Egress' }).getByRole('row').nth(1);
  await expect(row).toContainText(new URL(endpoint.url).host);
  await expect(row).toContainText(bytes);
  await expect(row).toContainText('Cloud');
  const [entry] = await ledgerOf(page);
  expect(entry).toMatchObject({ outcome: 'sent', owner: 'cloud' });
  expect(entry?.bytesIn).toBeGreaterThan(500);
  expect(entry?.decisionId).not.toBeNull();
  expect(JSON.stringify(await ledgerOf(page))).not.toContain('river');

  const downloading = page.waitForEvent('download');
  await view.getByRole('button', { name: 'Export' }).click();
  expect((await downloading).suggestedFilename()).toBe('hearth-egress.jsonl');
});

test('an answer streams on while the service worker is ended', async ({ page, server }) => {
  const app = await openInCloudMode(page, server.url);
  endpoint.behave('in-halves');
  await app.ask(PROMPT);
  await expect(app.answers.last()).toContainText('The cloud');
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  endpoint.goOn();
  await expect(app.answers.last()).toContainText('The cloud answers: forty-two.');
  await app.untilEnd();
  // And the next one wakes it.
  endpoint.behave('ok');
  await expect(await app.askAndWait('And now?')).toContainText('forty-two');
  expect((await ledgerOf(page)).map(({ outcome }) => outcome)).toEqual(['sent', 'sent']);
});

test.describe('where no policy stops it', () => {
  // Only the service worker stands between these and the network.
  test.use({ visit: 'first', bypassCSP: true });

  test('the gate refuses what nobody asked it for, from any context, and records it', async ({ page, server }) => {
    const app = await openInCloudMode(page, server.url);
    await app.askAndWait(PROMPT);
    const sent = endpoint.requests.length;
    expect(await page.evaluate(reach, endpoint.url)).toBe('blocked');
    const cloud = page.workers().find((worker) => worker.url().includes('cloud-worker'));
    // Not even the cloud worker, without a grant for just this.
    expect(await cloud?.evaluate(reach, endpoint.url)).toBe('blocked');
    const beg = async (url: string): Promise<unknown> => {
      const request = { owner: 'cloud', url, method: 'POST', bodyBytes: 4, bodySha256: null, decisionId: 'x' };
      const asked = await fetch('assets/egress-gate', { method: 'POST', body: JSON.stringify(request) });
      return asked.json();
    };
    expect(await page.evaluate(beg, endpoint.url)).toEqual({ reason: 'stranger' });
    expect(await page.evaluate(reach, endpoint.url)).toBe('blocked');
    expect(endpoint.requests).toHaveLength(sent);
    const refused = (await ledgerOf(page)).filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ owner, bytesOut }) => [owner, bytesOut])).toEqual([
      ['unknown', 0],
      ['unknown', 0],
      ['unknown', 0],
    ]);
  });
});

test('airtight: no cloud, no download, in every tab, also after a restart of the service worker', async ({
  page,
  server,
}) => {
  const app = await openInCloudMode(page, server.url);
  await app.askAndWait(PROMPT);
  const other = new App(await page.context().newPage());
  await other.open(server.url);
  await page.getByRole('button', { name: 'Settings' }).click();
  const toggle = page.getByRole('switch', { name: 'Airtight' });
  await toggle.check();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Airtight: nothing leaves this device')).toBeVisible();
  await expect(other.page.getByText('Airtight: nothing leaves this device')).toBeVisible();
  await expect(other.page.getByRole('radio', { name: 'Cloud' })).toBeDisabled();

  const devtools = await page.context().newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  const beg = async (url: string): Promise<unknown> => {
    const request = { owner: 'cloud', url, method: 'POST', bodyBytes: 4, bodySha256: null, decisionId: 'x' };
    const asked = await fetch('egress-gate', { method: 'POST', body: JSON.stringify(request) });
    return asked.json();
  };
  const cloud = page.workers().find((worker) => worker.url().includes('cloud-worker'));
  expect(await cloud?.evaluate(beg, endpoint.url)).toEqual({ reason: 'airtight' });
  await page.reload();
  await page.getByRole('button', { name: 'Models' }).click();
  await expect(page.getByRole('dialog', { name: 'Models' })).toContainText('Airtight: nothing is downloaded');
  await page.keyboard.press('Escape');
  expect(endpoint.requests).toHaveLength(1);

  await page.getByRole('button', { name: 'Settings' }).click();
  await toggle.uncheck();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Airtight: nothing leaves this device')).toBeHidden();
});

/** An endpoint is set up, mode Cloud chosen, and the gate is there. */
async function openInCloudMode(page: App['page'], url: string): Promise<App> {
  await withSettings(page, { mode: 'cloud', endpoints: [endpointAt(endpoint.url, 'test')] });
  const app = new App(page);
  await app.open(url);
  await app.untilGated();
  return app;
}
