import { toErrorInfo } from '../core/errors.ts';
import { buildTestPayload, isPayload } from '../core/routing/outgoing-payload.ts';
import type { Actions } from './actions.ts';
import type { AppContext } from './context.ts';

type CloudActions = Pick<Actions, 'setCloudKey' | 'testConnection'>;

export function createCloudControl(context: AppContext): CloudActions {
  const { state, deps } = context;
  let testing: AbortController | null = null;

  return {
    async setCloudKey(key) {
      try {
        await deps.cloud.setKey(key === '' ? null : key);
        state.setState({
          hasCloudKey: await deps.cloud.hasKey(),
          connectionTest: { type: 'untested' },
        });
      } catch (caught) {
        context.notify(toErrorInfo(caught));
      }
    },
    async testConnection() {
      testing?.abort();
      const payload = buildTestPayload(state.getState().settings.cloud);
      if (!isPayload(payload)) {
        state.setState({
          connectionTest: { type: 'tested', result: { ok: false, error: payload } },
        });
        return;
      }
      const controller = new AbortController();
      testing = controller;
      state.setState({ connectionTest: { type: 'testing' } });
      const result = await deps.cloud
        .test(payload, controller.signal)
        .catch((caught: unknown) => ({ ok: false as const, error: toErrorInfo(caught) }));
      // Settings changed meanwhile: that result is about something else.
      if (!controller.signal.aborted) state.setState({ connectionTest: { type: 'tested', result } });
    },
  };
}
