import type { DecisionRecord } from './decision-record.ts';
import type { TokenPrice } from './endpoint.ts';
import { isScored } from './hardness.ts';

/** A turn of the user's own, as far as another threshold would have changed its way. */
export interface PastTurn {
  /** Null: it has none that would be used, so it stays on the device whatever the threshold. */
  readonly score: number | null;
  /** Probability that the device fails, 0…1; the user's own word on the answer outranks the estimate. Null: unknown. */
  readonly localFails: number | null;
  readonly strongFails: number | null;
  readonly deviceMs: number | null;
  readonly cloudMs: number | null;
  readonly promptTokens: number;
  readonly completionTokens: number | null;
  readonly textBytes: number;
  readonly wasSent: boolean;
}

/** What a threshold would have come to. Everything here is an estimate but the share. */
export interface ThresholdPoint {
  readonly threshold: number;
  /** Share of turns answered on the device, 0…1. */
  readonly localShare: number;
  /** Money for the others; null: the price is not known. */
  readonly cost: number | null;
  readonly meanMs: number | null;
  /** Share of good answers, 0…1. */
  readonly quality: number | null;
}

/** For a turn whose length nobody measured. */
const USUAL_ANSWER_TOKENS = 400;
const STEPS = 40;

/** One per turn of the log: what its first decision knew, and what each source took. */
export function pastTurns(records: readonly DecisionRecord[]): readonly PastTurn[] {
  const turns = new Map<string, DecisionRecord[]>();
  for (const record of records) {
    const key = `${record.conversationId} ${record.turnId}`;
    turns.set(key, [...(turns.get(key) ?? []), record]);
  }
  return [...turns.values()].flatMap(pastTurn);
}

function pastTurn(decisions: readonly DecisionRecord[]): readonly PastTurn[] {
  const [first] = decisions;
  if (first === undefined) return [];
  const { difficulty } = first;
  const by = (source: 'device' | 'cloud') => decisions.findLast((decision) => decision.source === source);
  const [here, there] = [by('device'), by('cloud')];
  const fails = (accepted: boolean | null | undefined, estimate: number | undefined) =>
    typeof accepted === 'boolean' ? Number(!accepted) : (estimate ?? null);
  const answered = there ?? here;
  return [
    {
      score: difficulty !== null && isScored(difficulty) ? difficulty.score : null,
      localFails: fails(here?.accepted, difficulty?.localFails),
      strongFails: fails(there?.accepted, difficulty?.strongFails),
      deviceMs: here?.latencyMs ?? null,
      cloudMs: there?.latencyMs ?? null,
      promptTokens: (answered ?? first).promptTokens.value,
      completionTokens: answered?.completionTokens?.value ?? null,
      textBytes: first.textBytes,
      wasSent: decisions.some(({ sentBytes }) => sentBytes > 0),
    },
  ];
}

/** What this threshold would have come to over these turns. */
export function pointAt(turns: readonly PastTurn[], threshold: number, price: TokenPrice | null): ThresholdPoint {
  const staysHere = ({ score }: PastTurn) => score === null || score < threshold;
  const sent = turns.filter((turn) => !staysHere(turn));
  const [deviceMs, cloudMs] = [mean(turns.map((turn) => turn.deviceMs)), mean(turns.map((turn) => turn.cloudMs))];
  const timeOf = (turn: PastTurn) => (staysHere(turn) ? (turn.deviceMs ?? deviceMs) : (turn.cloudMs ?? cloudMs));
  const failsOf = (turn: PastTurn) => (staysHere(turn) ? turn.localFails : turn.strongFails);
  const fails = mean(turns.map(failsOf));
  const times = turns.map(timeOf);
  return {
    threshold,
    localShare: turns.length === 0 ? 1 : 1 - sent.length / turns.length,
    cost: price === null ? null : sent.reduce((sum, turn) => sum + costOfTurn(turn, price), 0),
    // A mean that leaves out what it does not know would flatter whichever side that is.
    meanMs: times.includes(null) ? null : mean(times),
    quality: fails === null ? null : 1 - fails,
  };
}

/** From sending everything that has a score to sending nothing. */
export function thresholdCurve(turns: readonly PastTurn[], price: TokenPrice | null): readonly ThresholdPoint[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => pointAt(turns, step / STEPS, price));
}

/** What staying on the device has saved: text that did not leave, and what it would have cost. */
export function savingsOf(
  turns: readonly PastTurn[],
  price: TokenPrice | null,
): { readonly turns: number; readonly bytes: number; readonly money: number | null } {
  const kept = turns.filter(({ wasSent }) => !wasSent);
  return {
    turns: kept.length,
    bytes: kept.reduce((sum, { textBytes }) => sum + textBytes, 0),
    money: price === null ? null : kept.reduce((sum, turn) => sum + costOfTurn(turn, price), 0),
  };
}

function costOfTurn({ promptTokens, completionTokens }: PastTurn, price: TokenPrice): number {
  return (promptTokens * price.input + (completionTokens ?? USUAL_ANSWER_TOKENS) * price.output) / 1_000_000;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
