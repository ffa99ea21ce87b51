import * as v from 'valibot';
import { HearthError, errorInfo } from '../core/errors.ts';
import { modelId } from '../core/ids.ts';
import type { DownloadOrder } from '../core/models/stored-model.ts';
import { isSafePath } from './hub-answers.ts';
import type { KnownFile } from './holding-record.ts';

/** Name of the list that an export writes beside a model's files. */
export const LISTING = 'hearth-model.json';

const path = v.pipe(v.string(), v.check(isSafePath));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const file = v.object({
  path,
  bytes: count,
  sha256: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/)),
});
const build = v.object({
  quantization: v.picklist(['q4', 'q8', 'q4f16', 'q4f16_1', 'q4f32_1']),
  downloadBytes: v.number(),
});
const listing = v.object({
  version: v.literal(1),
  manifest: v.object({
    id: v.pipe(v.string(), v.transform(modelId)),
    name: v.pipe(v.string(), v.maxLength(200)),
    engine: v.picklist(['transformers', 'webllm']),
    files: v.object({ type: v.literal('stored'), folder: v.pipe(v.string(), v.regex(/^\w[\w.-]{0,119}$/)) }),
    license: v.pipe(v.string(), v.maxLength(200)),
    parameters: v.number(),
    contextWindow: count,
    kvBytesPerToken: v.number(),
    builds: v.object({ webgpu: v.exactOptional(build), wasm: v.exactOptional(build) }),
    escalateToken: v.nullable(v.string()),
  }),
  source: v.object({ repo: v.string(), revision: v.string() }),
  selection: v.variant('format', [
    v.object({
      format: v.literal('mlc'),
      library: v.object({
        path,
        url: v.exactOptional(v.string()),
        bytes: v.nullable(count),
        sha256: v.nullable(v.string()),
      }),
      packageManifest: v.exactOptional(path),
    }),
    v.object({ format: v.literal('onnx'), graph: v.string() }),
  ]),
  files: v.pipe(v.array(file), v.minLength(1)),
});

export interface Listing {
  readonly order: DownloadOrder;
  readonly files: readonly (KnownFile & { readonly sha256: string })[];
}

export function writeListing({ order, files }: Listing): string {
  const { manifest, source, selection } = order;
  return JSON.stringify({ version: 1, manifest, source, selection, files }, null, 1);
}

/** Throws `import-corrupt`: the list may have been changed by anything on its way. */
export function readListing(text: string): Listing {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new HearthError(errorInfo('import-corrupt', `${LISTING} is no JSON`));
  }
  const { success, output, issues } = v.safeParse(listing, json);
  if (!success)
    throw new HearthError(errorInfo('import-corrupt', `${LISTING}: ${v.getDotPath(issues[0]) ?? 'its shape'}`));
  const { manifest, source, selection, files } = output;
  return { order: { manifest, source, selection, files }, files };
}
