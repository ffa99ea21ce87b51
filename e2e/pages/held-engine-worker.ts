import { expose } from 'comlink';
import type { GenerateRequest } from '../../src/core/generate-request.ts';
import { EngineHost } from '../../src/engine/engine-host.ts';
import { installGpuAccount } from '../../src/engine/memory/gpu-account.ts';
import { installWasmAccount } from '../../src/engine/memory/wasm-account.ts';
import { isHoldOrder } from './hold.ts';
import type { Held } from './hold.ts';

/**
 * The engine's host, whose thread a test can make stand still: right after it has told the page of a token. What the
 * page does then comes exactly between two tokens, however fast or slow the machine is.
 */
class HeldEngineHost extends EngineHost {
  held: Held | null = null;

  override generate(request: GenerateRequest, port: MessagePort): Promise<void> {
    const post = port.postMessage.bind(port);
    port.postMessage = (message: unknown) => {
      const tokens = tokensIn(message);
      if (this.held !== null) Atomics.add(this.held, 1, tokens);
      post(message);
      if (this.held === null || tokens === 0) return;
      Atomics.wait(this.held, 0, 0);
      this.held = null;
    };
    return super.generate(request, port);
  }
}

function tokensIn(message: unknown): number {
  if (typeof message !== 'object' || message === null || !('parts' in message) || !Array.isArray(message.parts))
    return 0;
  const parts: readonly unknown[] = message.parts;
  return parts.filter(
    (part) => typeof part === 'object' && part !== null && 'type' in part && part.type === 'text-delta',
  ).length;
}

// As in `engine-worker.ts`: before anything imports the runtime.
const host = new HeldEngineHost({ gpu: installGpuAccount(), wasm: installWasmAccount() });
globalThis.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (isHoldOrder(data)) host.held = data.held;
});
expose(host);
