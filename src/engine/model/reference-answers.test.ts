import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EMBER } from '../../core/models/ember.ts';
import { parseReference } from './reference-answers.ts';

describe('parseReference', () => {
  it("reads the answers that Ember's files were exported with", () => {
    const path = fileURLToPath(new URL('../../../public/models/ember/reference.json', import.meta.url));
    const text = readFileSync(path, 'utf8');
    for (const { quantization } of Object.values(EMBER.builds)) {
      const answer = parseReference(text, quantization);
      expect(answer?.basis).toBe('pinned');
      expect(answer?.ids.length).toBeGreaterThan(4);
    }
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"q4":[]}',
    '{"q4":[{"prompt":"a","ids":[]}]}',
    '{"q4":[{"prompt":"a","ids":["1"]}]}',
  ])('finds none in %j', (text) => {
    expect(parseReference(text, 'q4')).toBeNull();
  });
});
