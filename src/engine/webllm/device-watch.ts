import { HearthError, errorInfo } from '../../core/errors.ts';

/** Knows when a GPU device is lost or out of memory, which web-llm tells in passing or not at all. */
export class DeviceWatch {
  #error: HearthError | null = null;
  #abandon: ((error: HearthError) => void) | null = null;

  constructor(device: GPUDevice) {
    const fail = (error: HearthError) => {
      this.#error ??= error;
      this.#abandon?.(this.#error);
    };
    void device.lost.then(({ reason, message }) =>
      reason === 'destroyed' ? undefined : fail(new HearthError(errorInfo('device-lost', message))),
    );
    device.addEventListener('uncapturederror', ({ error }) => {
      if (error instanceof GPUOutOfMemoryError) fail(new HearthError(errorInfo('out-of-memory', error.message)));
    });
  }

  get isGone(): boolean {
    return this.#error !== null;
  }

  throwIfGone(): void {
    if (this.#error !== null) throw this.#error;
  }

  /**
   * What was waited for, or a rejection as soon as the device is gone: what runs on it may never end. One thing is
   * waited for at a time.
   */
  async orGone<T>(work: Promise<T>): Promise<T> {
    this.throwIfGone();
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#abandon = reject;
        work.then(resolve, reject);
      });
    } catch (caught) {
      // web-llm reports a lost device in other words, a moment before or after the device does.
      await new Promise((resolve) => setTimeout(resolve, 0));
      throw this.#error ?? caught;
    }
  }
}
