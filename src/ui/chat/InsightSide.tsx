import type { KeyboardEvent } from 'react';
import { InsightPanel } from '../insight/InsightPanel.tsx';
import { useHearth } from '../shared/hearth-context.ts';
import { CloseButton, ModalSheet } from '../shared/ModalSheet.tsx';
import { useMediaQuery } from '../shared/use-media-query.ts';

/** The insight panel: beside the chat where there is room, so that figures can be watched; else over it. */
export function InsightSide({ onClose }: { readonly onClose: () => void }) {
  const hearth = useHearth();
  const beside = useMediaQuery('(width >= 75rem)');
  const panel = <InsightPanel hearth={hearth} />;
  const onKeyDown = (event: KeyboardEvent) => {
    // Whoever is nearer took it, or it stops the answer, as everywhere in the chat.
    if (event.key !== 'Escape' || event.defaultPrevented || hearth.state.getState().turn.type !== 'idle') return;
    event.preventDefault();
    onClose();
  };
  if (!beside) {
    return (
      <ModalSheet title="Insight" onClose={onClose}>
        {panel}
      </ModalSheet>
    );
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the controls within
    <aside className="insight-side" aria-label="Insight" onKeyDown={onKeyDown}>
      <header>
        <h2>Insight</h2>
        <CloseButton onClose={onClose} />
      </header>
      <div className="insight-side-body">{panel}</div>
    </aside>
  );
}
