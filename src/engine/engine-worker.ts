import { expose } from 'comlink';
import { EngineHost } from './engine-host.ts';
import { installGpuAccount } from './memory/gpu-account.ts';
import { installWasmAccount } from './memory/wasm-account.ts';

// Before anything imports the runtime: what it allocates is counted from its first buffer on.
expose(new EngineHost({ gpu: installGpuAccount(), wasm: installWasmAccount() }));
