import { expect, it } from 'vitest';
import type { ErrorCode } from '../core/errors.ts';
import { errorInfo } from '../core/errors.ts';
import { TestHearth } from '../testing/test-hearth.ts';

async function started(): Promise<TestHearth> {
  const app = new TestHearth();
  await app.hearth.start();
  return app;
}

function failOffline(app: TestHearth, code: ErrorCode): void {
  app.tellUpdate({ offlineReady: false, updateReady: false, offlineError: errorInfo(code) });
}

const told = (app: TestHearth) => app.state.notices.map(({ error }) => error.code);

it('tells a failed offline install once, and again when another try failed', async () => {
  const app = await started();
  failOffline(app, 'offline-incomplete');
  const [first] = app.state.notices;
  app.tellUpdate({ ...app.state.update, updateReady: true });
  expect(told(app)).toEqual(['offline-incomplete']);

  app.actions.dismissNotice(first?.id ?? -1);
  app.tellUpdate({ ...app.state.update, updateReady: false });
  expect(told(app)).toEqual([]);
  failOffline(app, 'offline-incomplete');
  expect(told(app)).toEqual(['offline-incomplete']);
});

it('tells a full disk by what is worst, whichever comes first', async () => {
  for (const isChatFirst of [true, false]) {
    const app = await started();
    const chat = async () => {
      app.conversations.failure = errorInfo('storage-full');
      await app.ask('Hi');
      await app.until(({ notices }) => notices.some(({ error }) => error.code === 'storage-full'));
    };
    if (isChatFirst) await chat();
    failOffline(app, 'offline-no-room');
    if (!isChatFirst) await chat();
    expect(told(app)).toEqual(['storage-full']);
  }
});
