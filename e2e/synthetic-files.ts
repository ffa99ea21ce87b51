import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeOnnxModel } from '../tools/synthesize-model/onnx-model.mjs';

/** The files of a small int8 model whose greedy answer is `text`, by their paths, for a hub to publish. */
export async function syntheticFiles(text: string): Promise<Record<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'hearth-synthetic-'));
  const written = writeOnnxModel({ folder, text, external: false, shape: 'tiny-llama', form: 'q8' });
  const read = await Promise.all(written.map(async ({ path }) => [path, await readFile(join(folder, path))] as const));
  await rm(folder, { recursive: true });
  return Object.fromEntries(read);
}
