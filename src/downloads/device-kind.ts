import type { DeviceKind } from './describe-model.ts';

/** The part of WebGPU that is asked here; its types are not those of this realm. */
interface Gpu {
  requestAdapter(): Promise<{
    readonly features: { has(name: string): boolean };
    readonly info?: { readonly isFallbackAdapter?: boolean };
  } | null>;
}

export async function readDevice(): Promise<DeviceKind> {
  const gpu = 'gpu' in navigator && isGpu(navigator.gpu) ? navigator.gpu : null;
  // Chromium rejects where the graphics process is gone; then there is no device.
  const adapter = (await gpu?.requestAdapter().catch(() => null)) ?? null;
  if (adapter === null || adapter.info?.isFallbackAdapter) return { hasGpu: false, hasFloat16: false };
  return { hasGpu: true, hasFloat16: adapter.features.has('shader-f16') };
}

function isGpu(value: unknown): value is Gpu {
  return typeof value === 'object' && value !== null && 'requestAdapter' in value;
}
