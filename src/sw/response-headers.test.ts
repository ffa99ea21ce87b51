import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { headersFor } from './response-headers.ts';

const policyOf = (path: string) => headersFor(path)['Content-Security-Policy'];

describe('the headers of a file', () => {
  it('isolate every file from other origins', () => {
    for (const path of ['index.html', 'assets/a.js', 'models/ember/onnx/model_q4.onnx']) {
      expect(headersFor(path)).toMatchObject({
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Cross-Origin-Resource-Policy': 'same-origin',
      });
    }
  });

  it('give the page the policy of its own meta tag, and forbid framing', () => {
    const page = readFileSync(new URL('../../index.html', import.meta.url), 'utf8');
    const meta = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1];
    const directives = (policy: string | undefined) => new Set(policy?.split(/;\s*/));
    expect(directives(policyOf('index.html'))).toEqual(directives(`${meta}; frame-ancestors 'none'`));
  });

  it('let the cloud worker and the downloads worker connect anywhere, and no other script', () => {
    expect(policyOf('assets/cloud-worker-BaLM8Yo6.js')).toContain('connect-src https: http:');
    expect(policyOf('assets/downloads-worker-D2b_x-7a.js')).toContain("connect-src 'self' https: http:");
    for (const path of [
      'assets/hash-worker-B1x0aa2c.js',
      'assets/engine-worker-DqM_0KUF.js',
      'assets/index-Cv1U9SjK.js',
      'assets/ort.mjs',
      'sw.js',
    ]) {
      expect(policyOf(path)).toContain("connect-src 'self'");
    }
  });
});
