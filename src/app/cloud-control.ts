import { toErrorInfo } from '../core/errors.ts';
import { chatCompletionsUrl } from '../core/routing/endpoint-url.ts';
import { buildTestPayload, isPayload } from '../core/routing/outgoing-payload.ts';
import type { CloudSettings } from '../core/settings.ts';
import type { Actions } from './actions.ts';
import type { AppContext } from './context.ts';

type CloudActions = Pick<Actions, 'setCloudKey' | 'testConnection'>;

export interface CloudControl {
  readonly actions: CloudActions;
  /**
   * A test of other settings says nothing about these: it is ended, its result dropped. A key belongs to one host:
   * with another host in the address it is forgotten, so that it cannot go there by a slip.
   */
  endpointChanged(before: CloudSettings, after: CloudSettings): void;
}

export function createCloudControl(context: AppContext): CloudControl {
  const { state, deps } = context;
  let testing: AbortController | null = null;

  function forgetTest(): void {
    testing?.abort();
    state.setState({ connectionTest: { type: 'untested' } });
  }

  const actions: CloudActions = {
    async setCloudKey(key) {
      forgetTest();
      try {
        await deps.cloud.setKey(key === '' ? null : key);
        state.setState({ hasCloudKey: await deps.cloud.hasKey() });
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
      if (!controller.signal.aborted) state.setState({ connectionTest: { type: 'tested', result } });
    },
  };

  return {
    actions,
    endpointChanged(before, after) {
      forgetTest();
      if (state.getState().hasCloudKey && hostOf(before) !== hostOf(after)) void actions.setCloudKey('');
    },
  };
}

function hostOf({ endpointUrl }: CloudSettings): string | null {
  const url = chatCompletionsUrl(endpointUrl);
  return typeof url === 'string' ? url.split('/', 3).join('/') : null;
}
