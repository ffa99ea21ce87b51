import { type ReactNode, useState } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import type { Turn } from '../../core/chat/conversation.ts';
import type { ConversationId } from '../../core/ids.ts';
import type { AnswerSource } from '../../core/stream-part.ts';
import { Markdown } from '../chat/markdown/Markdown.tsx';
import './decisions.css';

interface SideBySideProps {
  readonly hearth: Hearth;
  readonly conversationId: ConversationId;
  readonly turn: Turn;
}

const SOURCES = [
  { source: 'device', name: 'On device' },
  { source: 'cloud', name: 'Cloud' },
] as const;

/** Both answers to one prompt; the choice teaches what judges answers, on this device alone. */
export function SideBySide({ hearth, conversationId, turn }: SideBySideProps): ReactNode {
  const [chosen, setChosen] = useState<AnswerSource | null>(null);
  const choose = (better: AnswerSource) => {
    setChosen(better);
    for (const { source } of SOURCES) {
      void hearth.actions.judge(conversationId, turn.id, source, source === better);
    }
    void hearth.actions.show(turn.id, better);
  };
  return (
    <section aria-label="Side by side">
      <div className="compare">
        {SOURCES.map(({ source, name }) => (
          <article key={source} aria-label={name}>
            <strong>{name}</strong>
            <Markdown text={turn[source]?.text ?? ''} />
            <button
              type="button"
              className="button small"
              aria-pressed={chosen === source}
              onClick={() => choose(source)}
            >
              {`${name} is better`}
            </button>
          </article>
        ))}
      </div>
      <output className="hint">
        {chosen === null ? 'Which one is better? The choice stays on this device.' : 'Noted, on this device alone.'}
      </output>
    </section>
  );
}
