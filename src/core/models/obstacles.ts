import type { CatalogBuild } from './catalog-entry.ts';
import type { DeviceFacts } from './device-facts.ts';
import { bytesText } from './verdict-text.ts';

const FEATURES: Readonly<Record<string, string>> = {
  'shader-f16': 'The graphics adapter does not compute with 16-bit numbers (shader-f16), which this build needs.',
};

/** What keeps a build from running here at all, memory and speed apart; sentences for the user. */
export function obstacles(build: CatalogBuild, { adapter, hasWasmSimd }: DeviceFacts): readonly string[] {
  // Both engines are WebAssembly themselves, whatever computes for them.
  if (!hasWasmSimd) return ['This browser is too old: it lacks SIMD in WebAssembly, which every model needs.'];
  if (build.backend === 'wasm') return [];
  if (adapter === null) return ['This browser offers no WebGPU here, which this build needs.'];
  const missing = build.requiredFeatures.filter((feature) => !adapter.features.includes(feature));
  const narrow = Object.entries(build.requiredLimits).flatMap(([name, needed]) => {
    const limit = adapter.limits[name];
    return limit === undefined || limit >= needed ? [] : [limitText(name, needed, limit)];
  });
  const lacks = missing.map(
    (feature) => FEATURES[feature] ?? `The graphics adapter lacks ${feature}, which this build needs.`,
  );
  // Two limits of the same buffer read as one.
  return [...lacks, ...new Set(narrow)];
}

function limitText(name: string, needed: number, limit: number): string {
  const [need, have] = name.endsWith('Size') ? [bytesText(needed), bytesText(limit)] : [needed, limit];
  return name === 'maxBufferSize' || name === 'maxStorageBufferBindingSize'
    ? `This build needs graphics buffers of ${need}; the adapter allows ${have}.`
    : `This build needs ${name} of ${need}; the graphics adapter has ${have}.`;
}
