import type { InstallFailed } from '../protocol/update-message.ts';
import { isGateUrl } from '../protocol/egress-gate.ts';
import { openEgressRecords } from '../protocol/egress-records.ts';
import { ACTIVATE_UPDATE } from '../protocol/update-message.ts';
import { EgressGate } from './egress-gate.ts';
import { FileCache } from './file-cache.ts';
import type { PrecacheEntry } from './precache-entry.ts';

/*
 * The app shell: every file of the build is kept at the first visit, so that all of Hearth works offline.
 *
 * Our own hundred lines instead of Workbox: files are kept by content (an update does not fetch 30 MB of unchanged
 * runtime again), checked by integrity, stored with our headers, and kept for tabs of an earlier version; Workbox's
 * precaching rewrites none of that and its build brings Babel.
 *
 *   installing ──all files kept──► waiting ──ACTIVATE_UPDATE (the user said yes)──► active
 *       └─ a file failed: discarded, the pages are told, the next visit goes on with what is missing
 *
 * And the gate: every request of every context to another origin is checked here (see `egress-gate.ts`). One that may
 * leave is not answered by this worker but left to the browser: an answer that streamed through it would end when it is
 * put to sleep.
 */
declare const self: ServiceWorkerGlobalScope;
declare const HEARTH_PRECACHE: readonly PrecacheEntry[];

const SCOPE = self.registration.scope;
// The build puts the list itself here, so it is named once.
const LISTED = HEARTH_PRECACHE;
const entries = new Map(LISTED.map((entry) => [entry.path, entry]));
const files = new FileCache(SCOPE, LISTED);
const gate = new EgressGate(SCOPE, self.clients, openEgressRecords());

self.addEventListener('install', (event) => {
  event.waitUntil(install());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim().then(pruneWhenAlone));
});

self.addEventListener('message', (event) => {
  if (event.data === ACTIVATE_UPDATE) event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (new URL(request.url).origin !== self.location.origin) {
    gate.check(event);
    return;
  }
  if (isGateUrl(request.url)) {
    event.respondWith(gate.answer(event));
    return;
  }
  if (request.method !== 'GET' || request.headers.has('Range') || !request.url.startsWith(SCOPE)) return;
  const isNavigation = request.mode === 'navigate';
  const entry = entries.get(pathOf(request.url)) ?? (isNavigation ? entries.get('index.html') : undefined);
  if (isNavigation) event.waitUntil(pruneWhenAlone());
  event.respondWith(entry === undefined ? fromEarlierVersion(request) : files.read(entry, request.cache === 'reload'));
});

async function install(): Promise<void> {
  try {
    await files.fill();
  } catch (caught) {
    await tellFailure(caught);
    throw caught;
  }
}

/** The browser itself says only that an install failed, not why. */
async function tellFailure(caught: unknown): Promise<void> {
  const failed: InstallFailed = {
    type: 'install-failed',
    isStorageFull: caught instanceof DOMException && caught.name === 'QuotaExceededError',
    detail: String(caught),
  };
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage(failed);
}

function pathOf(url: string): string {
  const { origin, pathname } = new URL(url);
  const path = decodeURIComponent(`${origin}${pathname}`.slice(SCOPE.length));
  return path === '' ? 'index.html' : path;
}

/** A tab that was open during an update may still ask for its own version's files; everything else is the network's. */
async function fromEarlierVersion(request: Request): Promise<Response> {
  return (await files.readAny(request.url)) ?? fetch(request);
}

/** Files of earlier versions go when no other tab can need them. */
async function pruneWhenAlone(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length <= 1) await files.prune();
}
