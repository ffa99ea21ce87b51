import { describe, expect, test } from 'vitest';
import type { ConversationSummary } from '../../../core/chat/conversation.ts';
import { conversationId } from '../../../core/ids.ts';
import { groupByDate } from './group-by-date.ts';

const NOW_MS = new Date(2026, 10, 23, 0, 30).getTime();

function at(title: string, ...date: [number, number, number, number?, number?]): ConversationSummary {
  return { id: conversationId(title), title, updatedAtMs: new Date(...date).getTime(), turnCount: 1, labelledAtMs: 0 };
}

function groups(conversations: readonly ConversationSummary[], nowMs = NOW_MS) {
  return groupByDate(conversations, nowMs).map(({ label, conversations: members }) => [
    label,
    members.map((member) => member.title),
  ]);
}

describe('grouping by date', () => {
  test('goes by calendar days, not by hours', () => {
    expect(
      groups([
        at('this morning', 2026, 10, 23, 0, 1),
        at('an hour ago, yesterday', 2026, 10, 22, 23, 30),
        at('early yesterday', 2026, 10, 22, 0, 0),
        at('the day before', 2026, 10, 21, 23, 59),
        at('a week ago', 2026, 10, 16, 0, 0),
        at('just over a week', 2026, 10, 15, 23, 59),
        at('in the last 30 days', 2026, 9, 24, 0, 0),
        at('in October', 2026, 9, 23, 23, 59),
        at('last year', 2025, 9, 23),
      ]),
    ).toEqual([
      ['Today', ['this morning']],
      ['Yesterday', ['an hour ago, yesterday', 'early yesterday']],
      ['Last 7 days', ['the day before', 'a week ago']],
      ['Last 30 days', ['just over a week', 'in the last 30 days']],
      ['October 2026', ['in October']],
      ['October 2025', ['last year']],
    ]);
  });

  test('puts the newest first, whatever the order it is given', () => {
    expect(
      groups([at('older', 2026, 10, 22, 8), at('newer', 2026, 10, 22, 9), at('newest', 2026, 10, 23, 0, 10)]),
    ).toEqual([
      ['Today', ['newest']],
      ['Yesterday', ['newer', 'older']],
    ]);
  });

  test('calls what a fast clock dated ahead today', () => {
    expect(groups([at('tomorrow', 2026, 10, 24)])).toEqual([['Today', ['tomorrow']]]);
  });
});
