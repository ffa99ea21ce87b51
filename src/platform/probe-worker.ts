/*
 * Measures the device in a realm of its own, so that no frame of the page waits for it; ends with one complete reading.
 */
import { isSoftwareAdapter } from '../core/models/software-adapter.ts';
import { measureCpuBandwidth } from './measure-cpu.ts';
import { measureGpu } from './measure-gpu.ts';
import type { AdapterReading, GpuReading, ProbeReading } from './probe-reading.ts';

function describe({ info, features, limits }: GPUAdapter): AdapterReading {
  const { vendor, architecture, device, description, isFallbackAdapter } = info;
  const names = [...new Set([vendor, architecture, device, description].filter((name) => name !== ''))].join(' ');
  const numbers: Record<string, number> = {};
  // The limits stand on the prototype.
  for (const name in limits) {
    const value: unknown = Reflect.get(limits, name);
    if (typeof value === 'number') numbers[name] = value;
  }
  return {
    description: names === '' ? 'unnamed adapter' : names,
    isFallback: isFallbackAdapter || isSoftwareAdapter(names),
    features: [...features],
    limits: numbers,
  };
}

/** Null where there is none, or where asking for one fails. */
async function requestAdapter(): Promise<GPUAdapter | null> {
  if (!('gpu' in navigator)) return null;
  return navigator.gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
}

async function readGpu(adapter: GPUAdapter): Promise<GpuReading | null> {
  try {
    return await measureGpu(adapter);
  } catch {
    // A device that cannot be had or is lost on the way: its figures stay unknown, which the reading says.
    return null;
  }
}

async function probe(): Promise<void> {
  const post = (reading: ProbeReading) => globalThis.postMessage(reading);
  const found = await requestAdapter();
  const adapter = found === null ? null : describe(found);
  post({ adapter, gpu: null, cpuBandwidthBytesPerSecond: null, isComplete: false });
  const cpuBandwidthBytesPerSecond = measureCpuBandwidth();
  post({ adapter, gpu: null, cpuBandwidthBytesPerSecond, isComplete: false });
  const gpu = found === null ? null : await readGpu(found);
  post({ adapter, gpu, cpuBandwidthBytesPerSecond, isComplete: true });
}

void probe();
