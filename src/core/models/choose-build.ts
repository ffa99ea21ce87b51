import type { CatalogBuild, CatalogModel } from './catalog-entry.ts';
import type { DeviceFacts } from './device-facts.ts';
import type { Quantization } from './manifest.ts';
import { judge } from './verdict.ts';
import type { Grade, Verdict } from './verdict.ts';

const GRADES: readonly Grade[] = ['runs-well', 'tight', 'will-not'];

/**
 * Of two builds with the same grade. 16-bit before 32-bit: less memory for the same weights. MLC before ONNX: its cache
 * is not copied for each token, its embedding is packed too, and answers can be held to a grammar. WASM last: it is
 * slower than any real graphics adapter.
 */
const PREFERENCE: readonly Quantization[] = ['q4f16_1', 'q4f32_1', 'q4f16', 'q4', 'q8'];

/** What earlier runs taught of a build's engine and backend; 1 for nothing yet. */
export type CorrectionOf = (build: CatalogBuild) => number;

interface Judged {
  readonly model: CatalogModel;
  readonly build: CatalogBuild;
  readonly verdict: Verdict;
}

/** The right build of a model for this device; null where none can run. */
export function chooseBuild(
  model: CatalogModel,
  facts: DeviceFacts,
  correctionOf: CorrectionOf = () => 1,
): CatalogBuild | null {
  return choose(model, facts, correctionOf)?.build ?? null;
}

function choose(model: CatalogModel, facts: DeviceFacts, correctionOf: CorrectionOf): Judged | null {
  const candidates = model.builds
    .map((build) => ({ model, build, verdict: judge(build, model.contextWindow, facts, correctionOf(build)) }))
    .filter(({ verdict }) => verdict.grade !== 'will-not');
  // A software adapter is slower than the processor it runs on.
  const isSoftware = facts.adapter?.isFallback === true;
  const sensible = candidates.filter(({ build }) => !isSoftware || build.backend === 'wasm');
  const [best = null] = (sensible.length > 0 ? sensible : candidates).toSorted(
    (one, other) =>
      GRADES.indexOf(one.verdict.grade) - GRADES.indexOf(other.verdict.grade) ||
      PREFERENCE.indexOf(one.build.quantization) - PREFERENCE.indexOf(other.build.quantization),
  );
  return best;
}

/** Fast enough that nobody waits for it; and just about. */
const BRISK_TOKENS_PER_SECOND = 10;
const PATIENT_TOKENS_PER_SECOND = 3;

/**
 * The first model of the catalog that runs well and briskly here and whose download fits; else the first that does not
 * try one's patience; else the fastest. Null where none runs.
 */
export function recommend(
  catalog: readonly CatalogModel[],
  facts: DeviceFacts,
  correctionOf: CorrectionOf = () => 1,
): CatalogModel | null {
  const running = catalog
    .map((model) => choose(model, facts, correctionOf))
    .filter((judged) => judged !== null && judged.verdict.storageShortBytes === 0);
  const speed = (judged: Judged | null) => judged?.verdict.tokensPerSecond?.value ?? BRISK_TOKENS_PER_SECOND;
  const brisk = running.find(
    (judged) => judged?.verdict.grade === 'runs-well' && speed(judged) >= BRISK_TOKENS_PER_SECOND,
  );
  const bearable = running.find((judged) => speed(judged) >= PATIENT_TOKENS_PER_SECOND);
  const [fastest] = running.toSorted((one, other) => speed(other) - speed(one));
  return (brisk ?? bearable ?? fastest)?.model ?? null;
}
