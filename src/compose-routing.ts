import { createRouting, type RoutingHost } from './app/routing-control.ts';
import type { Routing } from './app/routing.ts';
import { sensitiveKinds } from './core/privacy/sensitive-kinds.ts';
import { createDifficultySource } from './platform/fetch-difficulty.ts';
import { createIdbCalibrationStore } from './platform/idb-calibration-store.ts';
import { createIdbDecisionLog } from './platform/idb-decision-log.ts';
import { nextTask } from './platform/next-task.ts';

/** The part of the composition root that decides and sends; the first paint does not need it. */
export function composeRouting(host: RoutingHost): Routing {
  const routing = createRouting(host, {
    log: createIdbDecisionLog(),
    calibrations: createIdbCalibrationStore(),
    difficulty: createDifficultySource(),
    privacy: {
      sensitiveKinds,
      // Its lists of names and places are fetched when something is first to leave.
      async redactor() {
        const [{ redactMessages }, { restoreStream }] = await Promise.all([
          import('./core/privacy/redact.ts'),
          import('./core/privacy/restore-stream.ts'),
        ]);
        return { redact: redactMessages, restored: restoreStream };
      },
    },
  });
  return {
    ...routing,
    async route(question) {
      const routed = await routing.route(question);
      // What is drawn next takes as long again.
      await nextTask();
      return routed;
    },
  };
}
