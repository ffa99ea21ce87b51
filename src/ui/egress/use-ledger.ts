import { useEffect, useState } from 'react';
import type { Hearth } from '../../app/hearth.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import { toErrorInfo } from '../../core/errors.ts';
import type { EgressEntry } from '../../ports/egress-ledger.ts';

/** Null: not read yet. */
export type LedgerState = readonly EgressEntry[] | { readonly error: ErrorInfo } | null;

/** Every entry, newest first, kept up to date with every tab and worker. */
export function useLedger(hearth: Hearth): LedgerState {
  const [state, setState] = useState<LedgerState>(null);
  useEffect(() => {
    let leave: (() => void) | null = null;
    let isGone = false;
    const fail = (caught: unknown) => {
      if (!isGone) setState({ error: toErrorInfo(caught, 'storage-blocked') });
    };
    hearth.egress().then(({ ledger }) => {
      if (isGone) return;
      const read = () => {
        ledger.list().then((entries) => {
          if (!isGone) setState(entries);
        }, fail);
      };
      leave = ledger.subscribe(read);
      read();
    }, fail);
    return () => {
      isGone = true;
      leave?.();
    };
  }, [hearth]);
  return state;
}

export function isRead(state: LedgerState): state is readonly EgressEntry[] {
  return Array.isArray(state);
}
