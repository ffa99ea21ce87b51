import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';
import { TRICKY_DOCUMENTS } from './tricky-documents.ts';

const LANGUAGES = 'bash c css diff go html java js json py rs sql toml ts xml yaml'.split(' ');

/** What has this kind, in order. */
function kindsOf(kind: string, code: string, language: string): readonly string[] {
  return (highlight(code, language) ?? []).filter((stretch) => stretch.kind === kind).map(({ text }) => text);
}

describe('highlight', () => {
  it('tells keywords, strings, numbers, names and comments apart', () => {
    const code = "const a = add(1, 'two'); // three";
    expect(kindsOf('kwd', code, 'js')).toEqual(['const']);
    expect(kindsOf('str', code, 'js')).toEqual(["'two'"]);
    expect(kindsOf('num', code, 'js')).toEqual(['1']);
    expect(kindsOf('func', code, 'js')).toEqual(['add']);
    expect(kindsOf('cmnt', code, 'js')).toEqual(['// three']);
  });

  it('reads one language in another', () => {
    expect(kindsOf('kwd', '<script>let a = 1</script>', 'html')).toEqual(['let']);
  });

  it.each(['JavaScript', 'tsx', 'python3', 'sh', 'rust', 'c++', 'yml'])('knows %s by that name', (name) => {
    expect(highlight('a = 1', name)).not.toBeNull();
  });

  it('leaves plain what it does not know, and what is too long', () => {
    expect(highlight('a', 'klingon')).toBeNull();
    expect(highlight('a', 'constructor')).toBeNull();
    expect(highlight('a'.repeat(5001), 'js')).toBeNull();
  });

  it.each(LANGUAGES)('loses nothing of what it is given as %s, whole or broken off', (language) => {
    for (const text of Object.values(TRICKY_DOCUMENTS)) {
      for (const code of [text, text.slice(0, text.length >> 1)]) {
        const read = highlight(code, language) ?? [];
        expect(read.map((stretch) => stretch.text).join('')).toBe(code);
      }
    }
  });
});
