import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    allowOnly: false,
    // A process a file costs six times the tests themselves; no test leaves anything behind for the next.
    pool: 'threads',
    isolate: false,
    include: ['src/**/*.test.ts', 'tools/*.test.ts'],
    // Speed is not what is tested: patience for a slow or busy machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
