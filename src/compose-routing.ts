import { createRouting, type RoutingHost } from './app/routing-control.ts';
import type { Routing } from './app/routing.ts';
import { createIdbDecisionLog } from './platform/idb-decision-log.ts';

/** The part of the composition root that decides and sends; the first paint does not need it. */
export function composeRouting(host: RoutingHost): Routing {
  return createRouting(host, {
    log: createIdbDecisionLog(),
    difficulty: () => Promise.resolve(null),
    privacy: {
      sensitiveKinds: () => [],
      redact: (messages) => ({ messages, redactions: [] }),
      restored: (parts) => parts,
    },
  });
}
