import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { FlameIcon } from '../../shared/icons.tsx';
import { focusComposerWithKeys } from '../composer/focus-composer.ts';
import { EXAMPLE_GROUPS } from './examples.ts';

export function EmptyState() {
  const actions = useActions();
  const model = useAppState((state) => state.model.name);
  return (
    <section className="empty" aria-label="Start">
      <div className="empty-mark">
        <FlameIcon />
      </div>
      <h2>A private AI that stays home</h2>
      <p>
        {model} is a small model that runs in this page. It knows Hearth and handles short texts; for more it says that
        a bigger model is needed.
      </p>
      <div className="examples">
        {EXAMPLE_GROUPS.map(({ title, prompts }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <ul className="example-list">
              {prompts.map((prompt) => (
                <li key={prompt}>
                  <button
                    type="button"
                    onClick={() => {
                      void actions.send(prompt);
                      focusComposerWithKeys();
                    }}
                  >
                    <Example prompt={prompt} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

/** The instruction stands out from the text it is about. */
function Example({ prompt }: { readonly prompt: string }) {
  const colon = prompt.indexOf(': ');
  if (colon === -1) return prompt;
  return (
    <>
      {prompt.slice(0, colon)}
      <span>: {prompt.slice(colon + 2)}</span>
    </>
  );
}
