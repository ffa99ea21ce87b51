import { InsightPanel } from '../insight/InsightPanel.tsx';
import { useHearth } from '../shared/hearth-context.ts';
import { CloseButton, ModalSheet } from '../shared/ModalSheet.tsx';
import { useMediaQuery } from '../shared/use-media-query.ts';

/** The insight panel: beside the chat where there is room, so that figures can be watched; else over it. */
export function InsightSide({ onClose }: { readonly onClose: () => void }) {
  const hearth = useHearth();
  const beside = useMediaQuery('(width >= 75rem)');
  const panel = <InsightPanel hearth={hearth} />;
  if (!beside) {
    return (
      <ModalSheet title="Insight" onClose={onClose}>
        {panel}
      </ModalSheet>
    );
  }
  return (
    <aside className="insight-side" aria-label="Insight">
      <header>
        <h2>Insight</h2>
        <CloseButton onClose={onClose} />
      </header>
      <div className="insight-side-body">{panel}</div>
    </aside>
  );
}
