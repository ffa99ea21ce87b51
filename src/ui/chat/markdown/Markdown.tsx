import { memo, useState } from 'react';
import type { Block } from './blocks.ts';
import { EMPTY_DOCUMENT, readMarkdown } from './blocks.ts';
import { BlockToken } from './BlockToken.tsx';

const BlockView = memo(function BlockView({ block }: { readonly block: Block }) {
  return <BlockToken token={block.token} />;
});

/** Markdown of a model, as elements and never as HTML. May grow: only its last block is read and drawn again. */
export function Markdown({ text }: { readonly text: string }) {
  const [document, setDocument] = useState(() => readMarkdown(EMPTY_DOCUMENT, text));
  const current = readMarkdown(document, text);
  if (current !== document) setDocument(current);
  return (
    <div className="markdown" dir="auto">
      {current.blocks.map((block) => (
        <BlockView key={block.start} block={block} />
      ))}
    </div>
  );
}
