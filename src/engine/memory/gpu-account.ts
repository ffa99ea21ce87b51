/* oxlint-disable typescript/unbound-method -- methods are taken off their prototypes to be called with their own `this` */
/** Bytes of every WebGPU buffer this worker's page code created and has not destroyed. */
export interface GpuAccount {
  readonly heldBytes: number;
  /** Of what was alive at `markWeights`, what still is. */
  readonly weightsBytes: number;
  /** The devices handed out so far, the last one at the end. */
  readonly devices: readonly GPUDevice[];
  /** Call when the model is loaded and nothing has run yet: what is held then is weights. */
  markWeights(): void;
  /** Destroys every device and with it its buffers. */
  destroyDevices(): void;
}

interface Entry {
  readonly bytes: number;
  readonly device: GPUDevice;
}

/**
 * Puts counters around `requestDevice`, `createBuffer` and `destroy`. Must run before the runtime does.
 * The browser tells nobody what a page holds on the GPU, so we count.
 */
export function installGpuAccount(): GpuAccount {
  const held = new Map<number, Entry>();
  const weights = new Set<number>();
  const devices: GPUDevice[] = [];
  const idOf = new WeakMap<GPUBuffer, number>();
  let nextId = 0;
  const drop = (id: number) => {
    held.delete(id);
    weights.delete(id);
  };
  // A buffer nobody destroyed is freed when it is collected.
  const collected = new FinalizationRegistry<number>(drop);

  if ('GPUAdapter' in globalThis) {
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor?: GPUDeviceDescriptor) {
      const device = await requestDevice.call(this, descriptor);
      devices.push(device);
      return device;
    };
    const { createBuffer } = GPUDevice.prototype;
    GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor: GPUBufferDescriptor) {
      const buffer = createBuffer.call(this, descriptor);
      const id = nextId++;
      held.set(id, { bytes: descriptor.size, device: this });
      idOf.set(buffer, id);
      collected.register(buffer, id);
      return buffer;
    };
    const { destroy } = GPUBuffer.prototype;
    GPUBuffer.prototype.destroy = function (this: GPUBuffer) {
      const id = idOf.get(this);
      if (id !== undefined) drop(id);
      return destroy.call(this);
    };
    const { destroy: destroyDevice } = GPUDevice.prototype;
    GPUDevice.prototype.destroy = function (this: GPUDevice) {
      for (const [id, entry] of held) if (entry.device === this) drop(id);
      return destroyDevice.call(this);
    };
  }

  const sum = (ids: Iterable<number>) => {
    let bytes = 0;
    for (const id of ids) bytes += held.get(id)?.bytes ?? 0;
    return bytes;
  };
  return {
    get heldBytes() {
      return sum(held.keys());
    },
    get weightsBytes() {
      return sum(weights);
    },
    devices,
    markWeights() {
      for (const id of held.keys()) weights.add(id);
    },
    destroyDevices() {
      for (const device of devices) device.destroy();
      devices.length = 0;
    },
  };
}
