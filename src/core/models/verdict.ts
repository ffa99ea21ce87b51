import { estimated } from '../quantity.ts';
import type { Quantity } from '../quantity.ts';
import type { CatalogBuild } from './catalog-entry.ts';
import type { DeviceFacts } from './device-facts.ts';
import { WASM_HEAP_BYTES, memoryBudget, memoryBytesAt } from './memory-budget.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { obstacles } from './obstacles.ts';
import { predictTokensPerSecond } from './predict-speed.ts';
import { bytesText, tokensText } from './verdict-text.ts';

export type Grade = 'runs-well' | 'tight' | 'will-not';

/** How a build would run on this device, foretold before its first byte. */
export interface Verdict {
  readonly grade: Grade;
  /**
   * It fits, and only the forecast of its speed speaks against it, which a busy moment can spoil. Not on a software
   * adapter: that is slow at any time.
   */
  readonly canBeTried: boolean;
  /** Tokens that fit; null where not even the shortest does. */
  readonly contextTokens: number | null;
  /** At that context length. */
  readonly memoryBytes: Quantity | null;
  readonly tokensPerSecond: Quantity | null;
  /** Bytes to be freed before the download fits; 0 where it fits, or where the browser does not tell. */
  readonly storageShortBytes: number;
  /** Sentences for the user; the first one gives the reason of the grade. */
  readonly reasons: readonly string[];
}

const SHORTEST_CONTEXT = 1024;
/** Below this a chat loses its beginning within a few turns. */
const GOOD_CONTEXT = 4096;
/** People read about this fast. */
const GOOD_TOKENS_PER_SECOND = 5;
const BEARABLE_TOKENS_PER_SECOND = 1;

/**
 * `contextWindow`: tokens that are wanted at most. `correction`: what earlier runs taught of this engine and backend
 * (see `learnCorrection`), 1 for nothing yet.
 */
export function judge(build: CatalogBuild, contextWindow: number, facts: DeviceFacts, correction = 1): Verdict {
  const storageShortBytes = Math.max(
    0,
    Math.ceil(build.downloadBytes.value - (facts.storageFreeBytes?.value ?? Infinity)),
  );
  const storage = storageShortBytes === 0 ? [] : [storageText(build, storageShortBytes)];
  const refuse = (reasons: readonly string[]): Verdict => ({
    grade: 'will-not',
    canBeTried: false,
    contextTokens: null,
    memoryBytes: null,
    tokensPerSecond: null,
    storageShortBytes,
    reasons: [...reasons, ...storage],
  });
  const inTheWay = obstacles(build, facts);
  if (inTheWay.length > 0) return refuse(inTheWay);
  const budget = memoryBudget(facts, build.backend);
  const contextTokens = fittingContext(build, contextWindow, budget);
  if (contextTokens === null) return refuse([memoryObstacle(build, contextWindow, budget)]);

  const memory = memoryBytesAt(build, contextTokens);
  const speed = predictTokensPerSecond(build, contextTokens, facts, correction);
  const isOnSoftware = build.backend === 'webgpu' && facts.adapter?.isFallback === true;
  const isTooSlow = speed !== null && speed < BEARABLE_TOKENS_PER_SECOND;
  const doubts = [
    ...(speed === null || speed >= GOOD_TOKENS_PER_SECOND ? [] : [speedText(speed)]),
    ...(isOnSoftware ? ['The graphics adapter here is software.'] : []),
    ...memoryDoubts(memory, contextTokens < Math.min(GOOD_CONTEXT, contextWindow) ? contextTokens : null, budget),
  ];
  return {
    grade: isTooSlow ? 'will-not' : doubts.length > 0 ? 'tight' : 'runs-well',
    canBeTried: isTooSlow && !isOnSoftware,
    contextTokens,
    memoryBytes: estimated(memory),
    tokensPerSecond: speed === null ? null : estimated(speed),
    storageShortBytes,
    reasons: [...(doubts.length > 0 ? doubts : [fitText(memory, budget)]), ...storage],
  };
}

/** The longest of 1,024, 2,048, 4,096 … and the whole window that fits; null where the shortest does not. */
function fittingContext(build: CatalogBuild, contextWindow: number, budget: MemoryBudget): number | null {
  const shortest = Math.min(SHORTEST_CONTEXT, contextWindow);
  const least = memoryBytesAt(build, shortest);
  if (least > budget.limitBytes) return null;
  // Where not even the shortest is comfortable, a longer one may still come almost for nothing.
  const bound = Math.min(budget.limitBytes, Math.max(budget.comfortableBytes, 1.1 * least));
  let fitting = shortest;
  for (let tokens = 2 * shortest; tokens < 2 * contextWindow; tokens *= 2) {
    const candidate = Math.min(tokens, contextWindow);
    if (memoryBytesAt(build, candidate) <= bound) fitting = candidate;
  }
  return fitting;
}

function memoryObstacle(build: CatalogBuild, contextWindow: number, budget: MemoryBudget): string {
  const shortest = Math.min(SHORTEST_CONTEXT, contextWindow);
  const least = memoryBytesAt(build, shortest);
  if (build.backend === 'wasm' && least > WASM_HEAP_BYTES) {
    return `It would take ${bytesText(least)}; without a graphics card a model can have no more than ${bytesText(WASM_HEAP_BYTES)}.`;
  }
  return `It would take ${bytesText(least)} with ${tokensText(shortest)}; ${memoryText(budget)}, too little for that.`;
}

/** `shortContext`: the tokens that fit, where they are fewer than one would want. */
function memoryDoubts(memory: number, shortContext: number | null, budget: MemoryBudget): readonly string[] {
  if (memory > budget.comfortableBytes) {
    const close = `It takes about ${bytesText(memory)}; ${memoryText(budget)}, so other programs may have to be closed.`;
    return shortContext === null ? [close] : [close, `Only ${tokensText(shortContext)} fit beside it.`];
  }
  return shortContext === null ? [] : [`Only ${tokensText(shortContext)} fit beside it: ${memoryText(budget)}.`];
}

function fitText(memory: number, budget: MemoryBudget): string {
  return `It takes about ${bytesText(memory)}; ${memoryText(budget)}.`;
}

/** How much there is, and how it is known. */
function memoryText({ memoryBytes, source }: MemoryBudget): string {
  const memory = `${Math.round(memoryBytes / 2 ** 30)} GB of memory`;
  if (source === 'told') return `the browser tells of ${memory}`;
  if (source === 'told-at-least') return `the browser tells of ${memory} or more`;
  return `the browser does not tell how much memory there is, and ${memory} are assumed`;
}

function speedText(tokensPerSecond: number): string {
  return tokensPerSecond >= BEARABLE_TOKENS_PER_SECOND
    ? `It writes slower than people read: about ${tokensPerSecond.toFixed(1)} tokens a second.`
    : `It would be too slow here: about ${secondsText(1 / tokensPerSecond)} for each token.`;
}

function secondsText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole === 1 ? 'one second' : `${whole} seconds`;
}

function storageText({ downloadBytes }: CatalogBuild, shortBytes: number): string {
  return `The download of ${bytesText(downloadBytes.value)} does not fit: ${bytesText(shortBytes)} more storage is needed.`;
}
