import { describe, expect, it } from 'vitest';
import { errorInfo } from '../errors.ts';
import type { AnswerMode } from '../settings.ts';
import { decide } from './decide.ts';
import type { FlagReason, OutgoingPayload } from './decision.ts';

const PAYLOAD: OutgoingPayload = { url: 'https://example.com/v1/chat/completions', body: '{}' };
const MODES: readonly AnswerMode[] = ['device', 'ask', 'cloud'];
const FLAGS: readonly (FlagReason | null)[] = [
  null,
  'user-asked',
  'model-escalated',
  'context-overflow',
  'device-failed',
  'mode-cloud',
];

describe('decide', () => {
  /** What a person who reads the mode switch expects, case by case. */
  const table: readonly (readonly [AnswerMode, FlagReason | null, 'device' | 'ask' | 'cloud'])[] = [
    ['device', null, 'device'],
    ['device', 'user-asked', 'ask'],
    ['device', 'model-escalated', 'device'],
    ['device', 'context-overflow', 'device'],
    ['device', 'device-failed', 'device'],
    ['ask', null, 'device'],
    ['ask', 'user-asked', 'ask'],
    ['ask', 'model-escalated', 'ask'],
    ['ask', 'context-overflow', 'ask'],
    ['ask', 'device-failed', 'ask'],
    ['cloud', null, 'cloud'],
    ['cloud', 'user-asked', 'cloud'],
    ['cloud', 'model-escalated', 'cloud'],
    ['cloud', 'context-overflow', 'cloud'],
    ['cloud', 'device-failed', 'cloud'],
  ];
  it.each(table)('in mode %s with flag %s goes to %s', (mode, flag, route) => {
    expect(decide({ mode, flag, payload: PAYLOAD }).route).toBe(route);
  });

  it('sends nothing unless the mode is Cloud, whatever the flag', () => {
    for (const mode of MODES) {
      for (const flag of FLAGS) {
        const { route } = decide({ mode, flag, payload: PAYLOAD });
        if (mode !== 'cloud') expect(route).not.toBe('cloud');
      }
    }
  });

  it('asks with the payload as it would leave and the reason', () => {
    expect(decide({ mode: 'ask', flag: 'model-escalated', payload: PAYLOAD })).toEqual({
      route: 'ask',
      reason: 'model-escalated',
      payload: PAYLOAD,
    });
    expect(decide({ mode: 'cloud', flag: null, payload: PAYLOAD })).toMatchObject({ reason: 'mode-cloud' });
  });

  it('refuses where the cloud is wanted and nothing can leave, and says why', () => {
    const error = errorInfo('cloud-bad-url');
    expect(decide({ mode: 'cloud', flag: null, payload: error })).toEqual({ route: 'refuse', error });
    expect(decide({ mode: 'device', flag: 'user-asked', payload: error })).toEqual({ route: 'refuse', error });
    expect(decide({ mode: 'cloud', flag: null, payload: null })).toEqual({
      route: 'refuse',
      error: errorInfo('cloud-not-configured'),
    });
  });

  it('answers on the device without an endpoint', () => {
    expect(decide({ mode: 'device', flag: null, payload: null })).toEqual({ route: 'device' });
    expect(decide({ mode: 'ask', flag: null, payload: errorInfo('cloud-not-configured') })).toEqual({
      route: 'device',
    });
  });
});
