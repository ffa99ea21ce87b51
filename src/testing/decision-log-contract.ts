import type { DecisionLog } from '../ports/decision-log.ts';
import { equal } from './checks.ts';
import { decisionRecord, difficultyOf } from './decision-records.ts';

/** Each call gives one more tab on the same, at first empty data. */
type OpenTab = () => DecisionLog;

/** What every decision log keeps to. Run against each: in Vitest, and in a browser page. */
export const DECISION_LOG_CONTRACT: Readonly<Record<string, (openTab: OpenTab) => Promise<void>>> = {
  'is empty at first': async (openTab) => {
    equal(await openTab().list(), [], 'list');
  },

  'gives back what was written, in every detail, oldest first': async (openTab) => {
    const log = openTab();
    const full = decisionRecord('b', {
      atMs: 20,
      flag: 'hard-prompt',
      route: 'ask',
      difficulty: difficultyOf(0.4, { features: [{ name: 'prove', weight: 0.25 }] }),
      endpoint: { host: 'api.example.com', model: 'big', tier: 'frontier' },
      outcome: 'failed',
      cost: { value: 0.02, basis: 'estimated' },
      judged: {
        confidence: 0.3,
        evidence: [{ code: 'cut', text: 'It was cut off.', weight: -1 }],
        problems: ['cut'],
        key: 'transformers ember q8',
        task: 'question',
        figures: [1, null],
        fixed: -1,
      },
      accepted: false,
      isMarkedWrong: true,
    });
    const plain = decisionRecord('a', { atMs: 10, route: 'switch', flag: 'weak-answer' });
    await log.write(full);
    await log.write(plain);
    equal(await log.list(), [plain, full], 'list');
  },

  'holds the latest value of each decision': async (openTab) => {
    const log = openTab();
    const record = decisionRecord('a');
    await Promise.all([log.write(record), log.write({ ...record, isMarkedWrong: true })]);
    equal(await log.list(), [{ ...record, isMarkedWrong: true }], 'list');
  },

  'clears everything': async (openTab) => {
    const log = openTab();
    await log.write(decisionRecord('a'));
    await log.clear();
    equal(await log.list(), [], 'list');
  },

  'tells the other tabs, which then see the same': async (openTab) => {
    const [here, there] = [openTab(), openTab()];
    const told = new Promise<void>((resolve) => {
      there.subscribe(resolve);
    });
    await here.write(decisionRecord('a'));
    await told;
    equal(await there.list(), [decisionRecord('a')], 'list of the other');
  },
};
