import type { Backend } from '../../core/stream-part.ts';

const NAMES: Record<Backend, string> = { webgpu: 'WebGPU', wasm: 'WASM', remote: 'Cloud' };

export function backendName(backend: Backend): string {
  return NAMES[backend];
}
