import type { DeviceFacts } from '../core/models/device-facts.ts';
import { WASM_SIMD_MODULE } from '../core/models/wasm-simd.ts';
import { estimated, measured } from '../core/quantity.ts';
import type { Quantity } from '../core/quantity.ts';
import type { DeviceProbe } from '../ports/device-probe.ts';
import type { ProbeReading } from './probe-reading.ts';

/** A driver that hangs must not keep the page from saying what it knows. */
const LONGEST_MS = 5000;

const NOTHING: ProbeReading = { adapter: null, gpu: null, cpuBandwidthBytesPerSecond: null, isComplete: false };

/** Chromium's own figure in GiB, rounded to a power of two; other browsers have none. */
interface NavigatorWithMemory extends Navigator {
  readonly deviceMemory?: number;
}

function spawnProbe(): Worker {
  return new Worker(new URL('./probe-worker.ts', import.meta.url), { type: 'module', name: 'hearth-probe' });
}

/** Measures once a visit and when asked to, in a worker that ends with it. */
export function createGpuProbe(spawn: () => Worker = spawnProbe): DeviceProbe {
  let reading: Promise<ProbeReading> | null = null;

  return {
    async read(signal) {
      signal.throwIfAborted();
      reading ??= readOnce(spawn);
      const [device, storageFreeBytes] = await orAbort(Promise.all([reading, storageFree()]), signal);
      // What broke off is measured again the next time.
      if (!device.isComplete) reading = null;
      return factsOf(device, storageFreeBytes);
    },
    forget() {
      reading = null;
    },
  };
}

function factsOf({ adapter, gpu, cpuBandwidthBytesPerSecond }: ProbeReading, storage: Quantity | null): DeviceFacts {
  const { deviceMemory } = navigator as NavigatorWithMemory;
  return {
    adapter,
    hasWasmSimd: WebAssembly.validate(WASM_SIMD_MODULE),
    gpuBandwidthBytesPerSecond: measuredOrNull(gpu?.bandwidthBytesPerSecond),
    gpuFlopsPerSecond: measuredOrNull(gpu?.flopsPerSecond),
    cpuBandwidthBytesPerSecond: measuredOrNull(cpuBandwidthBytesPerSecond),
    deviceMemoryBytes: deviceMemory === undefined ? null : estimated(deviceMemory * 2 ** 30),
    storageFreeBytes: storage,
  };
}

function measuredOrNull(value: number | null | undefined): Quantity | null {
  return value === null || value === undefined ? null : measured(value);
}

/** The last reading that came: the complete one, or what was known when the worker broke or time ran out. */
function readOnce(spawn: () => Worker): Promise<ProbeReading> {
  return new Promise((resolve) => {
    const worker = spawn();
    let last = NOTHING;
    const end = (): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(last);
    };
    const timer = setTimeout(end, LONGEST_MS);
    worker.addEventListener('error', end);
    worker.addEventListener('message', ({ data }: MessageEvent<ProbeReading>) => {
      last = data;
      if (data.isComplete) end();
    });
  });
}

/** Browsers may round it, and some promise more than the disk has (Storage Standard, "estimate"). */
async function storageFree(): Promise<Quantity | null> {
  const { quota, usage } = 'storage' in navigator ? await navigator.storage.estimate() : {};
  return quota === undefined ? null : estimated(Math.max(0, quota - (usage ?? 0)));
}

function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
