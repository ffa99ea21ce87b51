import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import packageJson from './package.json' with { type: 'json' };
import { precache } from './tools/vite-precache.ts';

/** Cross-origin isolation: precise timers and shared memory; also keeps foreign documents out. */
const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** React, and the smallest modules of ours that the chat and each view share. */
const SHELL =
  /[\\/]node_modules[\\/](react|react-dom|scheduler)[\\/]|[\\/](hearth-context|hash-route|focus-composer|icons|errors)\.tsx?$/;
/** Model libraries compiled for an older web-llm can be had; `npm run e2e:webllm` runs the adapter with that one. */
const webLlm = process.env['HEARTH_WEBLLM'];

export default defineConfig({
  base: './',
  define: { 'import.meta.env.VITE_APP_VERSION': JSON.stringify(packageJson.version) },
  plugins: [react(), precache()],
  // The runtime's wasm is served by us, as a file, so the bundle without an inlined copy is taken.
  resolve: {
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
    alias: webLlm === undefined ? {} : { '@mlc-ai/web-llm': `web-llm-${webLlm}` },
  },
  worker: { format: 'es' },
  // Every browser that runs the model knows modulepreload.
  build: {
    target: 'esnext',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What every part needs, in one file instead of six: it compresses better, and most of it outlives an update.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shell', test: SHELL }] } } },
  },
  optimizeDeps: { exclude: ['onnxruntime-web'] },
  server: { headers: ISOLATION_HEADERS },
  preview: { headers: ISOLATION_HEADERS },
});
