import { conversationId, decisionId } from '../core/ids.ts';
import type { EgressEntry, EgressOwner } from '../ports/egress-ledger.ts';

/*
 * How a worker asks the service worker to let one request out. By a request to this origin, since a worker has no other
 * way to it (Chromium shows no `navigator.serviceWorker` in workers), and since that also wakes it.
 *
 *   worker ── GET egress-gate ──► is there a gate?        (nothing is said to a server that answers instead)
 *   worker ── POST egress-gate, a GateRequest ──► recorded, granted once
 *   worker ── the request itself ──► fits a grant: passes untouched; else refused
 */
const GATE = 'egress-gate';

/** The request that is to leave, exactly. */
export interface GateRequest {
  readonly owner: Exclude<EgressOwner, 'unknown'>;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly bodyBytes: number;
  /** Lower-case hexadecimal; null without a body. */
  readonly bodySha256: string | null;
  readonly conversationId: EgressEntry['conversationId'];
  readonly decisionId: EgressEntry['decisionId'];
}

export type GateAnswer =
  | { readonly type: 'granted'; readonly entry: EgressEntry }
  /** `stranger`: the asker is not the worker that owns such requests. */
  | { readonly type: 'refused'; readonly reason: 'airtight' | 'unrecorded' | 'stranger' };

export const GATE_IS_HERE = 'hearth-egress-gate';

export function isGateUrl(url: string): boolean {
  return new URL(url).pathname.endsWith(`/${GATE}`);
}

const OPTIONS = { credentials: 'omit', cache: 'no-store' } as const;

/** Whether a service worker stands between this worker and the network. Rejects as `fetch` does. */
export async function isGateHere(): Promise<boolean> {
  const there = await fetch(gateUrl(), OPTIONS);
  return there.ok && (await there.text()) === GATE_IS_HERE;
}

/** Null where there is no gate. */
export async function askGate(request: GateRequest): Promise<GateAnswer | null> {
  if (!(await isGateHere())) return null;
  const answer = await fetch(gateUrl(), { ...OPTIONS, method: 'POST', body: JSON.stringify(request) });
  return readAnswer(await answer.json(), request);
}

function gateUrl(): URL {
  return new URL(GATE, globalThis.location.href);
}

function readAnswer(answer: unknown, { owner, url, bodyBytes, ...ids }: GateRequest): GateAnswer {
  const field = (name: string): unknown =>
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  const [id, atMs, reason] = [field('id'), field('atMs'), field('reason')];
  if (typeof id !== 'string' || typeof atMs !== 'number') {
    return { type: 'refused', reason: reason === 'airtight' || reason === 'unrecorded' ? reason : 'stranger' };
  }
  const { conversationId: conversation, decisionId: decision } = ids;
  const entry: EgressEntry = {
    id,
    atMs,
    host: new URL(url).host,
    bytesOut: bodyBytes,
    bytesIn: 0,
    owner,
    conversationId: conversation,
    decisionId: decision,
    outcome: 'sent',
  };
  return { type: 'granted', entry };
}

/** Null for anything that is not such a request. */
export function readGateRequest(asked: unknown): GateRequest | null {
  const field = (name: string): unknown =>
    typeof asked === 'object' && asked !== null ? Reflect.get(asked, name) : undefined;
  const [url, method, bodyBytes] = [field('url'), field('method'), field('bodyBytes')];
  const [owner, hash] = [field('owner'), field('bodySha256')];
  const [conversation, decision] = [field('conversationId'), field('decisionId')];
  if (owner !== 'cloud' && owner !== 'download') return null;
  if (typeof url !== 'string' || !URL.canParse(url) || typeof bodyBytes !== 'number') return null;
  if (method !== 'GET' && method !== 'POST') return null;
  return {
    owner,
    url: new URL(url).href,
    method,
    bodyBytes,
    bodySha256: typeof hash === 'string' ? hash : null,
    conversationId: typeof conversation === 'string' ? conversationId(conversation) : null,
    decisionId: typeof decision === 'string' ? decisionId(decision) : null,
  };
}

export async function sha256Hex(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
