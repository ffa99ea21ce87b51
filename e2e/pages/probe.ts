import type { DeviceFacts } from '../../src/core/models/device-facts.ts';
import { createGpuProbe } from '../../src/platform/gpu-probe.ts';

/** The real probe in a page of its own, driven from a test. */
class ProbeLab {
  readonly #probe = createGpuProbe();

  read(): Promise<DeviceFacts> {
    return this.#probe.read(new AbortController().signal);
  }

  readAnew(): Promise<DeviceFacts> {
    this.#probe.forget();
    return this.read();
  }

  /** What an aborted reading rejects with, and whether the next one works. */
  async abort(): Promise<{ readonly reason: string; readonly isReadAgain: boolean }> {
    const controller = new AbortController();
    const reading = this.#probe.read(controller.signal);
    controller.abort(new Error('not wanted any more'));
    const reason = await reading.then(
      () => 'none',
      (caught: unknown) => String(caught),
    );
    const facts = await this.read();
    return { reason, isReadAgain: facts.cpuBandwidthBytesPerSecond !== null };
  }

  /** A worker that dies at once: what can be known without it is told. */
  async readBroken(): Promise<DeviceFacts> {
    const dying = URL.createObjectURL(new Blob(['throw new Error("broken")'], { type: 'text/javascript' }));
    const probe = createGpuProbe(() => new Worker(dying));
    return probe.read(new AbortController().signal);
  }
}

declare global {
  var probe: ProbeLab;
}

globalThis.probe = new ProbeLab();
