import { type ReactNode, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import { Figure } from '../shared/Figure.tsx';
import { formatBytes, formatCount } from '../shared/format-figure.ts';
import { DeleteAllDialog } from './DeleteAllDialog.tsx';
import { SettingsSection } from './SettingsSection.tsx';

export function DataSettings({ hearth }: { readonly hearth: Hearth }): ReactNode {
  const [confirming, setConfirming] = useState(false);
  const chats = useStore(hearth.state, (state) => state.conversations.length);
  const unreadable = useStore(hearth.state, (state) => state.unreadable.length);
  const storageBytes = useStore(hearth.state, (state) => state.pageMemory?.storageBytes ?? null);
  useEffect(() => {
    void hearth.actions.refreshMemory();
  }, [hearth]);
  return (
    <SettingsSection name="data" title="Your data">
      <p>
        {chats === 1 ? '1 chat' : `${formatCount(chats)} chats`}, kept in this browser only. Storage used:{' '}
        <Figure quantity={storageBytes} format={formatBytes} />, the model and the app included.
      </p>
      {unreadable > 0 && <p className="hint">{unreadableText(unreadable)}</p>}
      <div>
        <button type="button" className="button danger" onClick={() => setConfirming(true)}>
          Delete all data
        </button>
      </div>
      {confirming && <DeleteAllDialog hearth={hearth} onClose={() => setConfirming(false)} />}
    </SettingsSection>
  );
}

function unreadableText(count: number): string {
  return count === 1
    ? '1 saved chat cannot be read by this version. It is kept as it is, unless you delete all data.'
    : `${formatCount(count)} saved chats cannot be read by this version. They are kept as they are, unless you delete all data.`;
}
