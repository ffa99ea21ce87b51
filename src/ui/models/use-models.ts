import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { Models, ModelsState } from '../../app/models-state.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import { toErrorInfo } from '../../core/errors.ts';

/** The models, once their part of the app is here; what is read of the device and the hub is read anew. */
export function useModels(hearth: Hearth): Models | ErrorInfo | null {
  const [models, setModels] = useState<Models | ErrorInfo | null>(null);
  useEffect(() => {
    let isGone = false;
    hearth.models().then(
      (opened) => {
        if (!isGone) setModels(opened);
        return opened.actions.open();
      },
      (caught: unknown) => {
        if (!isGone) setModels(toErrorInfo(caught));
      },
    );
    return () => {
      isGone = true;
    };
  }, [hearth]);
  return models;
}

export function useModelsState<T>(models: Models, select: (state: ModelsState) => T): T {
  return useStore(models.state, select);
}
