import type { TaskType } from './task-type.ts';

/** What a prompt may be about, as far as a list of words can tell (`topic.ts`). */
export type Topic = 'health' | 'money' | 'law' | 'people' | 'work' | 'software';

/** Where a rule wants a prompt to go. */
export type RuleRoute = 'device' | 'ask' | 'cloud';

export type RuleSubject = 'contains' | 'task' | 'topic' | 'longer';

/** If … then …, as the user wrote it. The first that applies decides. */
export interface Rule {
  readonly id: string;
  readonly when: RuleSubject;
  /** The text it contains, a task, a topic, or a number of words. */
  readonly value: string;
  readonly route: RuleRoute;
}

export const TASKS: readonly TaskType[] = [
  'rewrite',
  'classify',
  'summarise',
  'extract',
  'question',
  'code',
  'maths',
  'reasoning',
  'creative',
  'plan',
];

export const TOPICS: readonly Topic[] = ['health', 'money', 'law', 'people', 'work', 'software'];

export function isTopic(value: string): value is Topic {
  return TOPICS.some((topic) => topic === value);
}

const THEN: Record<RuleRoute, string> = {
  device: 'answer on this device',
  ask: 'ask me',
  cloud: 'send to the cloud',
};

/** The rule as a sentence, without its full stop. */
export function ruleText({ when, value, route }: Rule): string {
  return `${RULE_SUBJECTS[when](value)}, ${THEN[route]}`;
}

const RULE_SUBJECTS: Record<RuleSubject, (value: string) => string> = {
  contains: (value) => `if it contains “${value}”`,
  task: (value) => `if the task is to ${TASK_VERBS[value] ?? value}`,
  topic: (value) => `if it is about ${value}`,
  longer: (value) => `if it is longer than ${value} words`,
};

const TASK_VERBS: Readonly<Record<string, string>> = {
  rewrite: 'rewrite a text',
  classify: 'classify something',
  summarise: 'summarise a text',
  extract: 'extract something',
  question: 'answer a question',
  code: 'write code',
  maths: 'do maths',
  reasoning: 'reason',
  creative: 'write something creative',
  plan: 'make a plan',
};
