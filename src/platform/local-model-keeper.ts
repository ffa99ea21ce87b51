import * as v from 'valibot';
import { modelId } from '../core/ids.ts';
import type { ModelManifest } from '../core/models/manifest.ts';
import type { KeptModelFacts, ModelKeeper } from '../ports/model-keeper.ts';
import { NOTHING_KEPT } from '../ports/model-keeper.ts';

const KEY = 'hearth.models';

// Loose: what a manifest gains later goes through untouched.
const Build = v.looseObject({
  quantization: v.picklist(['q4', 'q8', 'q4f16', 'q4f16_1', 'q4f32_1']),
  downloadBytes: v.number(),
});

const Chosen = v.looseObject({
  id: v.string(),
  name: v.string(),
  engine: v.picklist(['transformers', 'webllm']),
  files: v.object({ type: v.literal('stored'), folder: v.string() }),
  license: v.string(),
  parameters: v.number(),
  contextWindow: v.number(),
  kvBytesPerToken: v.number(),
  builds: v.object({ webgpu: v.optional(Build), wasm: v.optional(Build) }),
  escalateToken: v.nullable(v.string()),
});

/** Field by field: one that another version wrote must not cost the others. */
const Kept = v.object({
  chosen: v.fallback(v.nullable(v.object({ manifest: Chosen, predicted: v.nullable(v.number()) })), null),
  isLoading: v.fallback(v.boolean(), false),
  hasUnfinished: v.fallback(v.boolean(), false),
  // Where it cannot be told, a look does no harm.
  hasModels: v.fallback(v.boolean(), true),
  runs: v.fallback(
    v.array(
      v.object({ folder: v.string(), predicted: v.nullable(v.number()), measured: v.number(), atMs: v.number() }),
    ),
    [],
  ),
  known: v.fallback(
    v.array(
      v.object({
        manifest: Chosen,
        isUsable: v.boolean(),
        grade: v.picklist(['runs-well', 'tight', 'will-not']),
        contextTokens: v.nullable(v.number()),
        loadMs: v.nullable(v.number()),
      }),
    ),
    [],
  ),
  borrowing: v.fallback(v.nullable(v.string()), null),
  unfit: v.fallback(v.array(v.string()), []),
});

/** In localStorage: it is wanted at once when the page starts. */
export function createLocalModelKeeper(): ModelKeeper {
  function update(change: Partial<KeptModelFacts>): void {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...read(), ...change }));
    } catch {
      // A visit without storage keeps no models either.
    }
  }
  // A page that is closed in the middle of a load did not die of it.
  window.addEventListener('pagehide', () => {
    const { isLoading, borrowing } = read();
    if (isLoading || borrowing !== null) update({ isLoading: false, borrowing: null });
  });
  return {
    read,
    update,
    clear() {
      try {
        localStorage.removeItem(KEY);
      } catch {
        // Blocked storage holds nothing.
      }
    },
  };
}

function read(): KeptModelFacts {
  try {
    const text = localStorage.getItem(KEY);
    return text === null ? NOTHING_KEPT : parseKept(JSON.parse(text));
  } catch {
    return NOTHING_KEPT;
  }
}

export function parseKept(stored: unknown): KeptModelFacts {
  const { chosen, known, ...rest } = v.parse(Kept, stored);
  return {
    ...rest,
    chosen: chosen === null ? null : { ...chosen, manifest: manifestOf(chosen.manifest) },
    known: known.map((model) => ({ ...model, manifest: manifestOf(model.manifest) })),
  };
}

function manifestOf({ id, builds, ...rest }: v.InferOutput<typeof Chosen>): ModelManifest {
  return {
    ...rest,
    id: modelId(id),
    builds: {
      ...(builds.webgpu === undefined ? {} : { webgpu: builds.webgpu }),
      ...(builds.wasm === undefined ? {} : { wasm: builds.wasm }),
    },
  };
}
