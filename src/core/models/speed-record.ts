import type { CatalogBuild } from './catalog-entry.ts';
import type { DeviceFacts } from './device-facts.ts';
import { predictTokensPerSecond } from './predict-speed.ts';

/** A run of a model: tokens a second that were measured while it wrote. */
export interface MeasuredRun {
  /** The build that ran. */
  readonly folder: string;
  readonly measured: number;
}

/** Older runs say less: browsers, drivers and engines change. */
const RUNS_COUNTED = 8;
/** A ratio beyond these is a clock that jumped or a device that slept. */
const LEAST = 1 / 20;
const MOST = 20;

/**
 * By how much predictions are to be multiplied: the geometric mean of measured over predicted of the last runs with the
 * same engine and backend; 1 where there are none. It predicts those runs anew, so that what was learnt before does
 * not count twice. `runs`: oldest first; `known`: the builds that they may be of.
 */
export function learnCorrection(
  { engine, backend }: Pick<CatalogBuild, 'engine' | 'backend'>,
  runs: readonly MeasuredRun[],
  known: readonly CatalogBuild[],
  contextWindow: number,
  facts: DeviceFacts,
): number {
  const builds = new Map(
    known
      .filter((candidate) => candidate.engine === engine && candidate.backend === backend)
      .map((candidate): [string, CatalogBuild] => [candidate.id, candidate]),
  );
  const logarithms = runs.flatMap(({ folder, measured }) => {
    const build = builds.get(folder);
    const predicted = build === undefined ? null : predictTokensPerSecond(build, contextWindow, facts, 1);
    if (predicted === null || !(measured > 0) || !Number.isFinite(measured)) return [];
    return [Math.log(Math.min(MOST, Math.max(LEAST, measured / predicted)))];
  });
  const counted = logarithms.slice(-RUNS_COUNTED);
  if (counted.length === 0) return 1;
  return Math.exp(counted.reduce((sum, value) => sum + value, 0) / counted.length);
}
