/** Bytes of the linear memories this worker made; the runtime makes one and never gives pages back. */
export interface WasmAccount {
  readonly heapBytes: number;
}

/** Puts counters around `WebAssembly.Memory` and `instantiate`. Must run before the runtime does. */
export function installWasmAccount(): WasmAccount {
  const memories: WeakRef<WebAssembly.Memory>[] = [];
  const { Memory, instantiate } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, args: [WebAssembly.MemoryDescriptor]) {
      const memory = new target(...args);
      memories.push(new WeakRef(memory));
      return memory;
    },
  });
  // web-llm's modules make their memory themselves and export it.
  WebAssembly.instantiate = new Proxy(instantiate, {
    apply(target, self, args) {
      const made: unknown = Reflect.apply(target, self, args);
      if (made instanceof Promise) void made.then(note, () => undefined);
      return made;
    },
  });
  const note = (made: unknown) => {
    const instance: unknown = made instanceof WebAssembly.Instance ? made : Reflect.get(Object(made), 'instance');
    if (!(instance instanceof WebAssembly.Instance)) return;
    for (const exported of Object.values(instance.exports)) {
      const isKnown = memories.some((memory) => memory.deref() === exported);
      if (exported instanceof Memory && !isKnown) memories.push(new WeakRef(exported));
    }
  };
  return {
    get heapBytes() {
      return memories.reduce((bytes, memory) => bytes + (memory.deref()?.buffer.byteLength ?? 0), 0);
    },
  };
}
