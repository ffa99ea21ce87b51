import { onAirtight, readAirtight } from '../protocol/airtight-flag.ts';
import { GATE_IS_HERE, readGateRequest, sha256Hex, type GateRequest } from '../protocol/egress-gate.ts';
import type { EgressEntry, EgressLedger } from '../ports/egress-ledger.ts';
import { ownerAt } from './realm.ts';

/** A grant that nobody used so soon was not meant. */
const GRANT_MS = 30_000;

interface Grant extends GateRequest {
  readonly entry: EgressEntry;
  readonly clientId: string;
}

/**
 * The one way out. A request to another origin passes only if the worker that owns such requests has just asked for it,
 * with its address, method and the size and hash of its body; each grant is good for one request. It is in the ledger
 * before it is granted. Everything else is refused, and recorded too.
 *
 * - The asker is told by the browser (`clientId`), not by what it says: the page, the engine worker, and any worker that
 *   something else started get no grants.
 * - A granted request is not answered from here but left to the browser, since an answer that streams through a service
 *   worker ends with it. Whether to leave it must be said at once, so the body, which can only be read in time, is
 *   compared after: what differs from its grant stands in the ledger with the bytes that truly left, as nobody's.
 * - Redirects of a model download are followed by the browser unseen: hubs deliver from hosts that change, so no list
 *   of them would hold. What can go there is bounded by what may ask: GET, no body, no cookies, from a worker that never
 *   holds what a person wrote. A cloud request must not follow any.
 * - Grants live in memory alone: a service worker that was ended has granted nothing.
 */
export class EgressGate {
  readonly #scope: string;
  readonly #clients: Clients;
  readonly #ledger: EgressLedger;
  #grants: readonly Grant[] = [];

  constructor(scope: string, clients: Clients, ledger: EgressLedger) {
    this.#scope = scope;
    this.#clients = clients;
    this.#ledger = ledger;
    onAirtight(() => {
      this.#grants = [];
    });
  }

  /** Answers a worker's question whether there is a gate, or its wish for a grant. */
  async answer({ request, clientId }: FetchEvent): Promise<Response> {
    if (request.method !== 'POST') return new Response(GATE_IS_HERE);
    const asked = readGateRequest(await request.json().catch(() => null));
    if (asked === null || !(await this.#isOwner(asked.owner, clientId))) return refusal('stranger');
    // Words leave only by a decision.
    if (asked.owner === 'cloud' && asked.decisionId === null) return refusal('stranger');
    // What cannot be read counts as on.
    if (await readAirtight().catch(() => true)) {
      await this.#recordRefusal(asked.url, asked);
      return refusal('airtight');
    }
    const entry: EgressEntry = {
      id: crypto.randomUUID(),
      atMs: Date.now(),
      host: new URL(asked.url).host,
      bytesOut: asked.bodyBytes,
      bytesIn: 0,
      owner: asked.owner,
      conversationId: asked.conversationId,
      decisionId: asked.decisionId,
      outcome: 'sent',
    };
    try {
      await this.#ledger.record(entry);
    } catch {
      return refusal('unrecorded');
    }
    this.#grants = [...this.#grants, { ...asked, entry, clientId }];
    return Response.json({ id: entry.id, atMs: entry.atMs });
  }

  /** Refuses a request to another origin, or leaves it to the browser. Must say which before it returns. */
  check(event: FetchEvent): void {
    const grant = this.#take(event);
    if (grant === null) {
      event.waitUntil(this.#recordRefusal(event.request.url));
      event.respondWith(Response.error());
      return;
    }
    if (grant.method === 'POST') event.waitUntil(this.#compareBody(event.request.clone(), grant));
  }

  #take({ request, clientId }: FetchEvent): Grant | null {
    const soonest = Date.now() - GRANT_MS;
    const fresh = this.#grants.filter(({ entry }) => entry.atMs > soonest);
    const grant = fresh.find((candidate) => clientId === candidate.clientId && fits(request, candidate)) ?? null;
    this.#grants = fresh.filter((candidate) => candidate !== grant);
    return grant;
  }

  async #compareBody(request: Request, { entry, bodyBytes, bodySha256 }: Grant): Promise<void> {
    const body = await request.arrayBuffer();
    if (body.byteLength === bodyBytes && (await sha256Hex(body)) === bodySha256) return;
    const id = `${entry.id} differs`;
    await this.#ledger.record({ ...entry, id, owner: 'unknown', bytesOut: body.byteLength });
  }

  async #recordRefusal(url: string, asked?: GateRequest): Promise<void> {
    const entry: EgressEntry = {
      id: crypto.randomUUID(),
      atMs: Date.now(),
      host: new URL(url).host,
      bytesOut: 0,
      bytesIn: 0,
      owner: asked?.owner ?? 'unknown',
      conversationId: asked?.conversationId ?? null,
      decisionId: asked?.decisionId ?? null,
      outcome: 'refused',
    };
    // Refused it is, recorded or not.
    await this.#ledger.record(entry).catch(() => undefined);
  }

  async #isOwner(owner: GateRequest['owner'], clientId: string): Promise<boolean> {
    const client = await this.#clients.get(clientId);
    if (client !== undefined) return client.type === 'worker' && ownerAt(client.url, this.#scope) === owner;
    // A worker that is older than this one's rule over its page has no id; downloads may have begun by then.
    if (clientId !== '' || owner !== 'download') return false;
    const all = await this.#clients.matchAll({ type: 'worker', includeUncontrolled: true });
    return all.some(({ url }) => ownerAt(url, this.#scope) === owner);
  }
}

function fits(request: Request, { owner, url, method }: Grant): boolean {
  if (request.url !== url || request.method !== method || request.credentials !== 'omit') return false;
  return request.mode === 'cors' && request.destination === '' && (owner !== 'cloud' || request.redirect === 'error');
}

function refusal(reason: 'airtight' | 'unrecorded' | 'stranger'): Response {
  return Response.json({ reason });
}
