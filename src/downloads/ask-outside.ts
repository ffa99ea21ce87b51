import { errorInfo } from '../core/errors.ts';
import type { EgressEntry } from '../ports/egress-ledger.ts';
import { onAirtight, readAirtight } from '../protocol/airtight-flag.ts';
import { askGate, isGateHere } from '../protocol/egress-gate.ts';
import { EgressMeter } from '../protocol/egress-meter.ts';
import { openEgressRecords } from '../protocol/egress-records.ts';
import { SourceFailure, networkFailure } from './failure.ts';

const ledger = openEgressRecords();

// Switched on, airtight mode ends what is running too.
let running = new AbortController();
onAirtight((isOn) => {
  if (!isOn) return;
  running.abort(airtight());
  running = new AbortController();
});

interface OutsideAnswer {
  readonly response: Response;
  /** Null for this origin, whose files are no egress. */
  readonly meter: EgressMeter | null;
}

/** The only `fetch` of this worker: through the gate, into the ledger, never while airtight. Throws `SourceFailure`. */
export async function askOutside(url: string, options: AskOptions): Promise<OutsideAnswer> {
  if (new URL(url).origin === globalThis.location.origin) return ask(url, options, null);
  const first = await permission(url);
  try {
    return await ask(url, options, first.meter);
  } catch (caught) {
    // The gate may have come to be between the two, on a first visit: it lets nothing pass that did not ask it.
    if (first.isGated || options.signal.aborted || !(await isGateHere().catch(() => false))) throw caught;
    return ask(url, options, (await permission(url)).meter);
  }
}

interface AskOptions {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(
  url: string,
  { signal, headers = {} }: AskOptions,
  meter: EgressMeter | null,
): Promise<OutsideAnswer> {
  const either = AbortSignal.any([signal, running.signal]);
  try {
    const response = await fetch(url, { headers, signal: either, credentials: 'omit', cache: 'no-store' });
    if (response.redirected) meter?.redirectedTo(new URL(response.url).host);
    return { response, meter };
  } catch (caught) {
    await meter?.end('failed');
    if (caught instanceof SourceFailure) throw caught;
    throw networkFailure(navigator.onLine, caught);
  }
}

interface Permission {
  readonly meter: EgressMeter;
  readonly isGated: boolean;
}

async function permission(url: string): Promise<Permission> {
  // What cannot be read counts as on.
  if (await readAirtight().catch(() => true)) throw airtight();
  const asked = { owner: 'download', url, method: 'GET', bodyBytes: 0, bodySha256: null } as const;
  const answer = await askGate({ ...asked, conversationId: null, decisionId: null }).catch(() => null);
  // On a first visit there is no gate yet; a file list and files may be asked for all the same, but not unrecorded.
  if (answer === null) return { meter: new EgressMeter(ledger, await recorded(url)), isGated: false };
  if (answer.type === 'granted') return { meter: new EgressMeter(ledger, answer.entry), isGated: true };
  if (answer.reason === 'airtight') throw airtight();
  if (answer.reason === 'unrecorded') throw unrecorded();
  throw new SourceFailure(errorInfo('hub-unreachable', 'the gate does not know this worker'), 'wait');
}

async function recorded(url: string): Promise<EgressEntry> {
  const entry: EgressEntry = {
    id: crypto.randomUUID(),
    atMs: Date.now(),
    host: new URL(url).host,
    bytesOut: 0,
    bytesIn: 0,
    owner: 'download',
    conversationId: null,
    decisionId: null,
    outcome: 'sent',
  };
  try {
    await ledger.record(entry);
  } catch {
    throw unrecorded();
  }
  return entry;
}

function airtight(): SourceFailure {
  return new SourceFailure(errorInfo('download-airtight'), 'refused');
}

function unrecorded(): SourceFailure {
  return new SourceFailure(errorInfo('download-unrecorded'), 'refused');
}
