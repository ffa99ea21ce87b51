import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Markdown } from './Markdown.tsx';
import { TRICKY_DOCUMENTS } from './tricky-documents.ts';

function html(text: string): string {
  return renderToStaticMarkup(createElement(Markdown, { text }))
    .replace(/^<div class="markdown" dir="auto">/, '')
    .replace(/<\/div>$/, '');
}

const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  'text <b onclick="alert(1)">bold</b> <iframe src="https://evil.example"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6a;&#x61;vascript&colon;alert(1))',
  '[x](java\\script:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](vbscript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](file:///etc/passwd)',
  '[x](blob:https://a.example/1)',
  '<javascript:alert(1)>',
  '[x][r]\n\n[r]: javascript:alert(1)',
  '![x](https://evil.example/leak.png?q=secret)',
  '![x](javascript:alert(1))',
  '![x][r]\n\n[r]: data:image/svg+xml,<svg/onload=alert(1)>',
  '[![x](https://evil.example/a.png)](https://b.example)',
  '[x](https://a.example "onmouseover=alert(1)" )',
  '```<script>\n</code><script>alert(1)</script>\n```',
  '`<img src=x onerror=alert(1)>`',
  '| <script> |\n|---|\n| <img src=x onerror=alert(1)> |',
  '<style>body{display:none}</style>\n\n<link rel=stylesheet href=//evil.example>',
  '<!-- --><script>alert(1)</script>',
];

describe('Markdown', () => {
  test.each([...HOSTILE, ...Object.values(TRICKY_DOCUMENTS)])(
    'makes only harmless elements and attributes: %j',
    (text) => {
      const markup = html(text);
      const elements = [...markup.matchAll(/<([a-z0-9-]+)/g)].map((match) => match[1]);
      const allowed =
        'p h3 h4 h5 h6 strong em del code pre br a span ul ol li input blockquote hr figure figcaption table thead tbody tr th td button svg path div';
      expect(elements.filter((name) => !allowed.split(' ').includes(name ?? ''))).toEqual([]);
      for (const [, href] of markup.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(https?:\/\/|mailto:)/);
      // An attribute that loads or runs something; text has its quotes escaped and cannot look like one.
      expect(markup).not.toMatch(/<[^>]*\s(src|srcset|style|on[a-z]+)="/);
    },
  );

  test('opens links elsewhere, and tells the page there nothing', () => {
    expect(html('[a](https://a.example/b?c=1&d=2)')).toBe(
      '<p><a href="https://a.example/b?c=1&amp;d=2" target="_blank" rel="noopener noreferrer" title="https://a.example/b?c=1&amp;d=2">a</a></p>',
    );
    expect(html('me@a.example')).toContain('href="mailto:me@a.example"');
  });

  test('keeps the text of a link that leads nowhere safe', () => {
    expect(html('[x](javascript:alert(1))')).toBe('<p><span title="javascript:alert(1)">x</span></p>');
    expect(html('[x](/relative)')).toBe('<p><span title="/relative">x</span></p>');
  });

  test('shows an image as a link with its description', () => {
    expect(html('![A cat](https://a.example/cat.png)')).toContain('>Image: A cat</a>');
    expect(html('![A cat](cat.png)')).toBe('<p><span>Image: A cat</span></p>');
    expect(html('[![A cat](https://a.example/cat.png)](https://b.example)').match(/<a /g)).toHaveLength(1);
  });

  test('shows raw HTML as text', () => {
    expect(html('a <b>b</b>')).toBe('<p>a &lt;b&gt;b&lt;/b&gt;</p>');
    expect(html('<div>\nx\n</div>')).toBe('<p class="raw-html">&lt;div&gt;\nx\n&lt;/div&gt;</p>');
  });

  test('breaks a line at the one tag that has no Markdown', () => {
    expect(html('a<br>b<br/>c')).toBe('<p>a<br/>b<br/>c</p>');
  });

  test('reads character references in text and not in code', () => {
    expect(html('&lt;b&gt; &amp; &copy; &#233; &unknown; `&amp;`')).toBe(
      '<p>&lt;b&gt; &amp; © é &amp;unknown; <code>&amp;amp;</code></p>',
    );
  });

  test('names the language of a code block and keeps its text', () => {
    const markup = html('```ts title="x"\nconst a = 1 < 2;\n```');
    expect(markup).toContain('aria-label="Code, ts"');
    expect(markup).toContain('<code>const a = 1 &lt; 2;</code>');
    expect(markup).toContain('aria-label="Copy code"');
  });

  test('draws lists, tasks and tables', () => {
    expect(html('3. a\n4. b')).toBe('<ol start="3"><li>a</li><li>b</li></ol>');
    expect(html('- [x] a')).toBe(
      '<ul><li data-task="true"><input type="checkbox" disabled="" aria-label="Done" checked=""/>a</li></ul>',
    );
    expect(html('| a |\n| -: |\n| b |')).toContain('<td data-align="right">b</td>');
  });
});
