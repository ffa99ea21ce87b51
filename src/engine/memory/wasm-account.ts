/** Bytes of the linear memories this worker made; the runtime makes one and never gives pages back. */
export interface WasmAccount {
  readonly heapBytes: number;
}

/** Puts a counter around `WebAssembly.Memory`. Must run before the runtime does. */
export function installWasmAccount(): WasmAccount {
  const memories: WeakRef<WebAssembly.Memory>[] = [];
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, args: [WebAssembly.MemoryDescriptor]) {
      const memory = new target(...args);
      memories.push(new WeakRef(memory));
      return memory;
    },
  });
  return {
    get heapBytes() {
      return memories.reduce((bytes, memory) => bytes + (memory.deref()?.buffer.byteLength ?? 0), 0);
    },
  };
}
