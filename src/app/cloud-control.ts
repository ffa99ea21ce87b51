import { toErrorInfo } from '../core/errors.ts';
import { decisionId, type EndpointId } from '../core/ids.ts';
import { originOf } from '../core/routing/endpoint-url.ts';
import type { Endpoint } from '../core/routing/endpoint.ts';
import { buildTestPayload, isPayload } from '../core/routing/outgoing-payload.ts';
import type { Actions } from './actions.ts';
import type { AppContext } from './context.ts';

export interface CloudControl {
  readonly actions: Pick<Actions, 'setCloudKey' | 'rememberCloudKey' | 'testConnection'>;
  /**
   * A test of other endpoints says nothing about these: it is ended, its result dropped. A key belongs to one host:
   * with no endpoint there any more it is forgotten, so that it cannot come back by a slip.
   */
  endpointsChanged(after: readonly Endpoint[]): void;
}

/** Keys and connection tests. Comes with the first use of the settings' cloud part. */
export function createCloudControl(context: AppContext): CloudControl {
  const { state, deps } = context;
  let testing: AbortController | null = null;

  const find = (id: EndpointId) => state.getState().settings.endpoints.find((endpoint) => endpoint.id === id);

  function forgetTest(): void {
    testing?.abort();
    state.setState({ connectionTest: { type: 'untested' } });
  }

  async function showKeys(): Promise<void> {
    const [keyedOrigins, rememberedOrigins] = await Promise.all([
      deps.cloud.keyedOrigins(),
      deps.cloud.rememberedOrigins(),
    ]);
    state.setState({ keyedOrigins, rememberedOrigins });
  }

  async function setKey(origin: string, key: string | null): Promise<void> {
    try {
      await deps.cloud.setKey(origin, key);
      await showKeys();
    } catch (caught) {
      context.notify(toErrorInfo(caught));
    }
  }

  return {
    actions: {
      async setCloudKey(id, key) {
        forgetTest();
        const origin = originOf(find(id)?.url ?? '');
        if (origin !== null) await setKey(origin, key === '' ? null : key);
      },
      async rememberCloudKey(id, isOn) {
        const origin = originOf(find(id)?.url ?? '');
        if (origin === null) return;
        try {
          await deps.cloud.remember(origin, isOn);
        } catch (caught) {
          context.notify(toErrorInfo(caught, 'storage-blocked'));
        }
        await showKeys();
      },
      async testConnection(id) {
        testing?.abort();
        const payload = buildTestPayload(find(id) ?? { url: '', model: '' });
        if (!isPayload(payload)) {
          const result = { ok: false, error: payload } as const;
          state.setState({ connectionTest: { type: 'tested', endpointId: id, result } });
          return;
        }
        const controller = new AbortController();
        testing = controller;
        state.setState({ connectionTest: { type: 'testing', endpointId: id } });
        const grant = { decisionId: decisionId(deps.newId()), conversationId: null };
        const result = await deps.cloud
          .test(payload, grant, controller.signal)
          .catch((caught: unknown) => ({ ok: false as const, error: toErrorInfo(caught) }));
        if (!controller.signal.aborted) {
          state.setState({ connectionTest: { type: 'tested', endpointId: id, result } });
        }
      },
    },
    endpointsChanged(after) {
      forgetTest();
      const origins = after.map(({ url }) => originOf(url));
      for (const origin of state.getState().keyedOrigins) if (!origins.includes(origin)) void setKey(origin, null);
    },
  };
}
