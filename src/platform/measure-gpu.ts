import { ENOUGH_MS, growingRate } from './growing-rate.ts';
import type { GpuReading } from './probe-reading.ts';

const MIB = 1 << 20;
/** Read from a buffer that grows until it is larger than any cache, or until reading it takes long enough. */
const FIRST_BYTES = MIB;
const LAST_BYTES = 256 * MIB;
const FIRST_SIDE = 64;
const LAST_SIDE = 2048;
const MOST_REPEATS = 64;

const READ_SHADER = /* wgsl */ `
@group(0) @binding(0) var<storage, read> data: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> sink: array<f32>;

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let stride = groups.x * 256u;
  var sum = vec4f();
  for (var index = id.x; index < arrayLength(&data); index += stride) {
    sum += data[index];
  }
  // Never true, which no compiler can know: nothing is left out and nothing is written.
  if (dot(sum, vec4f(1)) == 0.5) { sink[0] = 1; }
}`;

/** Each invocation computes 4 by 4 values of a product of two square matrices, the first of them transposed. */
const MATMUL_SHADER = /* wgsl */ `
@group(0) @binding(0) var<storage, read> left: array<vec4f>;
@group(0) @binding(1) var<storage, read> right: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> product: array<vec4f>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let quads = groups.x * 8u;
  var rows = array<vec4f, 4>();
  for (var k = 0u; k < quads * 4u; k++) {
    let a = left[k * quads + id.y];
    let b = right[k * quads + id.x];
    rows[0] += a.x * b;
    rows[1] += a.y * b;
    rows[2] += a.z * b;
    rows[3] += a.w * b;
  }
  for (var row = 0u; row < 4u; row++) {
    product[(id.y * 4u + row) * quads + id.x] = rows[row];
  }
}`;

/** Measures and destroys the device it asks for. */
export async function measureGpu(adapter: GPUAdapter): Promise<GpuReading> {
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const largest = Math.min(LAST_BYTES, maxBufferSize, maxStorageBufferBindingSize);
  const device = await adapter.requestDevice({
    requiredLimits: { maxBufferSize: largest, maxStorageBufferBindingSize: largest },
  });
  try {
    const [read, multiply] = await Promise.all([compile(device, READ_SHADER), compile(device, MATMUL_SHADER)]);
    return {
      bandwidthBytesPerSecond: await measured(device, () => bandwidth(device, read, largest)),
      flopsPerSecond: await measured(device, () => flops(device, multiply, largest)),
    };
  } finally {
    device.destroy();
  }
}

function compile(device: GPUDevice, code: string): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ code });
  return device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
}

/** Null where the device could not do it: out of memory, or lost. */
async function measured(device: GPUDevice, measure: () => Promise<number | null>): Promise<number | null> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  const figure = await measure();
  const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  return errors.every((error) => error === null) ? figure : null;
}

async function bandwidth(device: GPUDevice, pipeline: GPUComputePipeline, largest: number): Promise<number | null> {
  const sink = device.createBuffer({ size: 4, usage: GPUBufferUsage.STORAGE });
  return growingRate(FIRST_BYTES, largest, 4, async (bytes) => {
    const data = device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE });
    const task = { pipeline, buffers: [data, sink], groups: [Math.min(1024, bytes / 4096), 1] as const };
    const ms = await time(device, task);
    data.destroy();
    return { ms, rate: bytes / (ms / 1000) };
  });
}

async function flops(device: GPUDevice, pipeline: GPUComputePipeline, largest: number): Promise<number | null> {
  return growingRate(FIRST_SIDE, Math.min(LAST_SIDE, Math.sqrt(largest / 4)), 2, async (side) => {
    const matrix = () => device.createBuffer({ size: 4 * side * side, usage: GPUBufferUsage.STORAGE });
    const buffers = [matrix(), matrix(), matrix()];
    const ms = await time(device, { pipeline, buffers, groups: [side / 32, side / 32] });
    for (const buffer of buffers) buffer.destroy();
    return { ms, rate: (2 * side ** 3) / (ms / 1000) };
  });
}

interface Task {
  readonly pipeline: GPUComputePipeline;
  readonly buffers: readonly GPUBuffer[];
  readonly groups: readonly [number, number];
}

/** Milliseconds of one run. */
async function time(device: GPUDevice, task: Task): Promise<number> {
  const entries = task.buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: task.pipeline.getBindGroupLayout(0), entries });
  const run = async (repeats: number) => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(task.pipeline);
    pass.setBindGroup(0, group);
    for (let repeat = 0; repeat < repeats; repeat++) pass.dispatchWorkgroups(...task.groups);
    pass.end();
    const start = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - start;
  };
  // The first run also clears the buffers. Where it took long enough, that is lost in it.
  const firstMs = await run(1);
  if (firstMs >= ENOUGH_MS) return firstMs;
  const repeats = Math.min(MOST_REPEATS, Math.ceil(ENOUGH_MS / Math.max(firstMs, 0.1)));
  return (await run(repeats)) / repeats;
}
