import type { ConversationSummary } from '../../../core/chat/conversation.ts';

export interface DateGroup {
  readonly label: string;
  readonly conversations: readonly ConversationSummary[];
}

const MONTH = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' });

/** Newest first, under headings as people speak of days. Days end at local midnight. */
export function groupByDate(conversations: readonly ConversationSummary[], nowMs: number): DateGroup[] {
  const groups = new Map<string, ConversationSummary[]>();
  for (const conversation of conversations.toSorted((a, b) => b.updatedAtMs - a.updatedAtMs)) {
    const label = dateLabel(conversation.updatedAtMs, nowMs);
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [conversation]);
    else group.push(conversation);
  }
  return [...groups].map(([label, members]) => ({ label, conversations: members }));
}

function dateLabel(timeMs: number, nowMs: number): string {
  if (timeMs >= daysBefore(nowMs, 0)) return 'Today';
  if (timeMs >= daysBefore(nowMs, 1)) return 'Yesterday';
  if (timeMs >= daysBefore(nowMs, 7)) return 'Last 7 days';
  if (timeMs >= daysBefore(nowMs, 30)) return 'Last 30 days';
  return MONTH.format(timeMs);
}

/** Midnight `days` before today. By calendar, not by 24 hours: a day of the clock change is 23 or 25. */
function daysBefore(nowMs: number, days: number): number {
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime();
}
