import { toErrorInfo } from '../core/errors.ts';
import type { ModelAdvice } from './model-advice.ts';
import type { ModelsContext } from './models-control.ts';
import type { Addition, ModelsActions } from './models-state.ts';
import { PAGE } from './models-state.ts';

/** A model of the user's own: what it is, shown; then, after a yes, downloaded. */
export function createModelAddition(
  context: ModelsContext,
  advice: ModelAdvice,
): Pick<ModelsActions, 'lookUp' | 'downloadFound' | 'dismissFound'> {
  const { state } = context;
  /** A slower answer to an older question is no answer to this one. */
  let questions = 0;
  const show = (addition: Addition) => state.setState({ addition });

  return {
    async lookUp(typed) {
      const reference = typed.trim();
      if (reference === '') return;
      const question = ++questions;
      show({ type: 'looking', reference });
      try {
        const result = await (await context.library()).inspect(reference);
        if (question !== questions) return;
        if (!result.ok) {
          show({ type: 'failed', error: result.error });
          return;
        }
        const order = result.value;
        show({ type: 'found', order, verdict: advice.verdictOf(order) });
        context.announce(`${order.manifest.name} was found`);
      } catch (caught) {
        if (question === questions) show({ type: 'failed', error: toErrorInfo(caught) });
      }
    },
    async downloadFound() {
      const { addition } = state.getState();
      if (addition.type !== 'found') return;
      show({ type: 'none' });
      await context.act(PAGE, (library) => library.download(addition.order));
    },
    dismissFound() {
      questions += 1;
      show({ type: 'none' });
    },
  };
}
