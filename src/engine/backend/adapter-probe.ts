import { isSoftwareAdapter } from '../../core/models/software-adapter.ts';

export interface AdapterFacts {
  readonly description: string;
  /** A software adapter: right, but slower than WASM. */
  readonly isFallback: boolean;
  readonly hasShaderF16: boolean;
}

/** Null: this browser or device offers no WebGPU. */
export async function probeAdapter(): Promise<AdapterFacts | null> {
  if (!('gpu' in navigator)) return null;
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return null;
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const names = [...new Set([vendor, architecture, device, description].filter((name) => name !== ''))].join(' ');
  return {
    description: names === '' ? 'unnamed adapter' : names,
    isFallback: isFallbackAdapter || isSoftwareAdapter(names),
    hasShaderF16: adapter.features.has('shader-f16'),
  };
}
