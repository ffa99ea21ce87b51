/** What a prompt wants done. */
export type TaskType =
  | 'rewrite'
  | 'classify'
  | 'summarise'
  | 'extract'
  | 'question'
  | 'code'
  | 'maths'
  | 'reasoning'
  | 'creative'
  | 'plan';
