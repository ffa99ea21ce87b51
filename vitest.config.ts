import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { allowOnly: false, include: ['src/**/*.test.ts', 'tools/*.test.ts'] },
});
