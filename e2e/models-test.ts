import { App } from './app.ts';
import { emberFiles, ModelsPage } from './models-page.ts';
import { ModelHub } from './servers/model-hub.ts';
import { withSettings } from './stored-settings.ts';
import { test as base } from './test.ts';

/** What the hub of these tests has, and as what it is shown. */
export const REPO = 'makers/tiny-model';
export const NAME = 'tiny model';
/** The folder that it is stored in. */
export const FOLDER = 'makers-tiny-model-q8';
/** In the middle of its one large file. */
export const MIDWAY = 3_000_000;

/** Today's page on an empty profile, its model downloads pointed at a hub of the test's own. */
export const test = base.extend<{ readonly hub: ModelHub; readonly models: ModelsPage; readonly app: App }>({
  hub: async ({ server: _server }, use) => {
    const hub = await ModelHub.start();
    hub.publish(REPO, emberFiles());
    await use(hub);
    await hub.close();
  },
  app: async ({ page, server, hub }, use) => {
    await withSettings(page, { downloads: { mirrorUrl: hub.url, maxBytesPerSecond: null } });
    const app = new App(page);
    await app.open(server.url);
    await use(app);
  },
  models: async ({ app }, use) => {
    const models = new ModelsPage(app.page);
    await models.open();
    await use(models);
  },
});

/** Finds the model by its name and begins to fetch it. */
export async function addAndDownload(models: ModelsPage): Promise<void> {
  await models.lookUp(REPO);
  await models.button(NAME, 'Download').click();
}

export { expect } from './test.ts';
