/** Calls back once after the delay, unless cancelled by calling what it returns. */
export type After = (delayMs: number, run: () => void) => () => void;

export interface Throttle {
  /** Runs the work now, or when the interval since it last ran is over. */
  touch(): void;
  /** Nothing runs any more. */
  end(): void;
}

/** Runs work at the first touch, then at most once an interval; the last touch is never lost. */
export function createThrottle(work: () => void, everyMs: number, after: After): Throttle {
  let cancel: (() => void) | null = null;
  let isTouched = false;

  function run(): void {
    work();
    isTouched = false;
    cancel = after(everyMs, () => {
      cancel = null;
      if (isTouched) run();
    });
  }

  return {
    touch() {
      isTouched = true;
      if (cancel === null) run();
    },
    end() {
      cancel?.();
      cancel = null;
      isTouched = false;
    },
  };
}
