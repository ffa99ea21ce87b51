import type { Quantization } from '../../core/models/manifest.ts';

const SUFFIX: Partial<Record<Quantization, string>> = { q4: '_q4', q4f16: '_q4f16', q8: '_quantized' };

/** Names of a build's files in `onnx/`: the graph, and what lies beside it with a longer name. Null: there is no graph. */
export function graphOf(
  paths: Iterable<string>,
  quantization: Quantization,
): { readonly graph: string; readonly data: readonly string[] } | null {
  const names = [...paths].filter((path) => path.startsWith('onnx/')).map((path) => path.slice('onnx/'.length));
  const graphs = names.filter((name) => name.endsWith('.onnx'));
  const suffix = SUFFIX[quantization];
  const ofBuild = suffix === undefined ? undefined : graphs.find((name) => name.endsWith(`${suffix}.onnx`));
  const graph = ofBuild ?? (graphs.length === 1 ? graphs[0] : undefined);
  if (graph === undefined) return null;
  return { graph, data: names.filter((name) => name !== graph && name.startsWith(graph)).toSorted() };
}
