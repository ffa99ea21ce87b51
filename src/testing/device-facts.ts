import type { DeviceFacts } from '../core/models/device-facts.ts';
import { estimated, measured } from '../core/quantity.ts';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** Limits as drivers report them; the rest of the adapter as its name says. */
const LARGE_LIMITS = {
  maxBufferSize: 4 * GIB - 4,
  maxStorageBufferBindingSize: 2 * GIB - 4,
  maxComputeWorkgroupStorageSize: 32_768,
  maxStorageBuffersPerShaderStage: 10,
};

/** A desktop with a graphics card of its own. */
export const GRAPHICS_CARD: DeviceFacts = {
  adapter: {
    description: 'nvidia ampere',
    isFallback: false,
    features: ['shader-f16', 'subgroups'],
    limits: LARGE_LIMITS,
  },
  hasWasmSimd: true,
  gpuBandwidthBytesPerSecond: measured(330e9),
  gpuFlopsPerSecond: measured(4e12),
  cpuBandwidthBytesPerSecond: measured(12e9),
  deviceMemoryBytes: estimated(8 * GIB),
  storageFreeBytes: estimated(200e9),
};

/** Eight GB for everything, graphics in the processor, no 16-bit numbers. */
export const OLD_LAPTOP: DeviceFacts = {
  ...GRAPHICS_CARD,
  adapter: { description: 'intel gen-9', isFallback: false, features: [], limits: LARGE_LIMITS },
  gpuBandwidthBytesPerSecond: measured(28e9),
  gpuFlopsPerSecond: measured(200e9),
  cpuBandwidthBytesPerSecond: measured(9e9),
  storageFreeBytes: estimated(60e9),
};

export const PHONE: DeviceFacts = {
  ...GRAPHICS_CARD,
  adapter: {
    description: 'qualcomm adreno-7xx',
    isFallback: false,
    features: ['shader-f16'],
    limits: { ...LARGE_LIMITS, maxBufferSize: GIB, maxStorageBufferBindingSize: GIB },
  },
  gpuBandwidthBytesPerSecond: measured(40e9),
  gpuFlopsPerSecond: measured(300e9),
  cpuBandwidthBytesPerSecond: measured(7e9),
  deviceMemoryBytes: estimated(4 * GIB),
  storageFreeBytes: estimated(12e9),
};

export const NO_GRAPHICS: DeviceFacts = {
  ...OLD_LAPTOP,
  adapter: null,
  gpuBandwidthBytesPerSecond: null,
  gpuFlopsPerSecond: null,
};

/** WebGPU computed by the processor, as in a virtual machine. */
export const SOFTWARE_ADAPTER: DeviceFacts = {
  ...OLD_LAPTOP,
  adapter: {
    description: 'google swiftshader',
    isFallback: true,
    features: ['subgroups'],
    limits: { ...LARGE_LIMITS, maxBufferSize: GIB, maxStorageBufferBindingSize: GIB },
  },
  gpuBandwidthBytesPerSecond: measured(1.5e9),
  gpuFlopsPerSecond: measured(1e9),
};

/** An adapter with no more than WebGPU promises everywhere. */
export const LEAST_LIMITS: DeviceFacts = {
  ...GRAPHICS_CARD,
  adapter: {
    description: 'unnamed adapter',
    isFallback: false,
    features: ['shader-f16'],
    limits: {
      maxBufferSize: 256 * MIB,
      maxStorageBufferBindingSize: 128 * MIB,
      maxComputeWorkgroupStorageSize: 16_384,
      maxStorageBuffersPerShaderStage: 8,
    },
  },
};
