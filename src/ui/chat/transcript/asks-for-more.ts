import type { Answer } from '../../../core/chat/conversation.ts';

/** Whether the answer itself says that a bigger model is needed: its offer then stands out. */
export function asksForMore({ end }: Answer): boolean {
  if (end.type === 'ended') return end.reason === 'escalate';
  return end.type === 'failed' && end.error.code === 'context-overflow';
}
