import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Downloads, MIB, REPO, expectedFiles, onnxFiles } from './downloads-app.ts';
import { KillableBrowser } from './killable-browser.ts';
import { servePage } from './pages/serve-page.ts';
import { ModelHub } from './servers/model-hub.ts';
import { expect, test } from './test.ts';

test('a browser that is killed midway fetches at most 2 MiB again', async ({ launchOptions }) => {
  test.slow(); // two browsers are started, one after the other
  const files = onnxFiles(24);
  const profile = await mkdtemp(join(tmpdir(), 'hearth-profile-'));
  const served = await servePage('downloads', { policies: true });
  const hub = await ModelHub.start();
  hub.publish(REPO, files);
  const first = await KillableBrowser.launch(profile, launchOptions);
  let second: KillableBrowser | null = null;
  try {
    const lab = new Downloads(first.page, hub.url);
    await lab.open(served.url);
    // Every connection stands still in the middle of a piece.
    hub.faults.holdAfter = 2 * MIB + 700_000;
    await lab.download();
    await lab.untilStoredBytes(7 * MIB);
    await expect.poll(() => hub.heldBodies).toBe(3);
    await first.kill();
    // The hub knows that nobody reads any more; else it would go on into closed connections, and count that.
    await expect.poll(() => hub.heldBodies).toBe(0);
    expect(hub.sentBytes).toBeLessThan(10 * MIB);
    hub.heal();

    second = await KillableBrowser.launch(profile, launchOptions);
    const again = new Downloads(second.page, hub.url);
    await again.open(served.url);
    const model = await again.untilState('ready');
    expect(await again.stored()).toEqual(expectedFiles(files));
    expect(hub.sentBytes - (model.totalBytes ?? 0)).toBeLessThanOrEqual(2 * MIB);
  } finally {
    await first.kill();
    await second?.kill();
    await hub.close();
    await served.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
});
