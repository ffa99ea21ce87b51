import { errorInfo, type ErrorInfo } from '../core/errors.ts';
import type { EgressGrant, OutgoingPayload } from '../core/routing/decision.ts';
import { readAirtight } from '../protocol/airtight-flag.ts';
import { askGate, sha256Hex, type GateAnswer } from '../protocol/egress-gate.ts';
import { EgressMeter } from '../protocol/egress-meter.ts';
import { openEgressRecords } from '../protocol/egress-records.ts';

const ledger = openEgressRecords();

/** Asks the gate to let this payload out, once. Without a gate nothing leaves. */
export async function leave(payload: OutgoingPayload, grant: EgressGrant): Promise<EgressMeter | ErrorInfo> {
  // The service worker looks too; a worker that trusts nobody looks itself. What cannot be read counts as on.
  if (await readAirtight().catch(() => true)) return errorInfo('cloud-airtight');
  const body = new TextEncoder().encode(payload.body);
  const answer = await askGate({
    owner: 'cloud',
    url: payload.url,
    method: 'POST',
    bodyBytes: body.byteLength,
    bodySha256: await sha256Hex(body),
    ...grant,
  }).catch(() => null);
  if (answer?.type === 'granted') return new EgressMeter(ledger, answer.entry);
  // The development server has no service worker; no build leaves this in.
  if (answer === null && import.meta.env.DEV) return new EgressMeter(ledger, developmentEntry(payload, grant, body));
  return refusal(answer);
}

function refusal(answer: Exclude<GateAnswer, { type: 'granted' }> | null): ErrorInfo {
  if (answer?.reason === 'airtight') return errorInfo('cloud-airtight');
  return errorInfo(answer?.reason === 'unrecorded' ? 'cloud-unrecorded' : 'cloud-ungated');
}

function developmentEntry({ url }: OutgoingPayload, grant: EgressGrant, body: Uint8Array) {
  return {
    id: crypto.randomUUID(),
    atMs: Date.now(),
    host: new URL(url).host,
    bytesOut: body.byteLength,
    bytesIn: 0,
    owner: 'cloud',
    ...grant,
    outcome: 'sent',
  } as const;
}
