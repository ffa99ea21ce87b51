import { createStore, get, set, type UseStore } from 'idb-keyval';

/*
 * Airtight mode, stored once and read anew before each request, by the service worker and by the workers that could
 * ask another origin: there is no copy of it that a restart could forget.
 */
const NAME = 'hearth-airtight';

let opened: UseStore | null = null;
let channel: BroadcastChannel | null = null;

function store(): UseStore {
  return (opened ??= createStore(NAME, 'flag'));
}

function tabs(): BroadcastChannel {
  return (channel ??= new BroadcastChannel(NAME));
}

/** Rejects where storage is blocked: who asks must take that for a yes. */
export async function readAirtight(): Promise<boolean> {
  return (await get<unknown>('on', store())) === true;
}

export async function writeAirtight(isOn: boolean): Promise<void> {
  await set('on', isOn, store());
  tabs().postMessage(isOn);
}

/** Hears of a switch in any other realm, as soon as it is stored. */
export function onAirtight(changed: (isOn: boolean) => void): () => void {
  const hear = ({ data }: MessageEvent<unknown>) => changed(data === true);
  const heard = tabs();
  heard.addEventListener('message', hear);
  return () => heard.removeEventListener('message', hear);
}
