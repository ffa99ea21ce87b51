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
    const open = async () => {
      const { ledger } = await hearth.egress();
      if (isGone) return;
      const read = async () => {
        const entries = await ledger.list();
        if (!isGone) setState(entries);
      };
      leave = ledger.subscribe(() => void read().catch(fail));
      await read();
    };
    void open().catch(fail);
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
