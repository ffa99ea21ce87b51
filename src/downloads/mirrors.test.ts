import { describe, expect, it } from 'vitest';
import { errorInfo } from '../core/errors.ts';
import { backoffMs, parseRetryAfter } from './backoff.ts';
import { SourceFailure } from './failure.ts';
import { Mirrors } from './mirrors.ts';

const NOW = 1_000_000;
const OWN = 'https://models.example';
const HUB = 'https://hub.example';
const unreachable = new SourceFailure(errorInfo('hub-unreachable'), 'wait');
const notFound = new SourceFailure({ code: 'hub-not-found', httpStatus: 404 }, 'refused');
const busy = new SourceFailure({ code: 'hub-busy', httpStatus: 429, retryAfterMs: 7000 }, 'wait');
const mirrors = (...bases: readonly string[]) => new Mirrors(bases, () => 1);

describe('backing off', () => {
  it('doubles from a second to a minute', () => {
    expect([1, 2, 3, 6, 7, 50].map((failures) => backoffMs(failures, undefined, () => 1))).toEqual([
      1000, 2000, 4000, 32_000, 60_000, 60_000,
    ]);
  });

  it('takes a random part off, at most half', () => {
    expect(backoffMs(3, undefined, () => 0)).toBe(2000);
    expect(backoffMs(3, undefined, () => 0.5)).toBe(3000);
  });

  it('is never shorter than the server asks for', () => {
    expect(backoffMs(1, 7000, () => 0)).toBe(7000);
    expect(backoffMs(1, 7000, () => 1)).toBe(8000);
  });

  it('reads Retry-After as seconds or as a date', () => {
    expect(parseRetryAfter('120', NOW)).toBe(120_000);
    expect(parseRetryAfter(new Date(NOW + 5000).toUTCString(), NOW)).toBe(5000);
    expect(parseRetryAfter(new Date(NOW - 5000).toUTCString(), NOW)).toBe(0);
    expect(parseRetryAfter('soon', NOW)).toBeUndefined();
    expect(parseRetryAfter(null, NOW)).toBeUndefined();
  });
});

describe('mirrors', () => {
  it('are asked in their order', () => {
    expect(mirrors(OWN, HUB).pick(NOW)).toEqual({ type: 'go', base: OWN });
  });

  it('stand in for each other, and the first is asked again when its time has come', () => {
    const both = mirrors(OWN, HUB);
    both.failed(OWN, busy, NOW);
    expect(both.pick(NOW)).toEqual({ type: 'go', base: HUB });
    expect(both.pick(NOW + 8000)).toEqual({ type: 'go', base: OWN });
  });

  it('are waited for when none is left, with what the first of them said', () => {
    const both = mirrors(OWN, HUB);
    both.failed(OWN, busy, NOW);
    both.failed(HUB, unreachable, NOW);
    expect(both.pick(NOW)).toEqual({ type: 'wait', untilMs: NOW + 1000, error: busy.info });
  });

  it('count connections that fail together once', () => {
    const one = mirrors(HUB);
    for (let connection = 0; connection < 4; connection += 1) one.failed(HUB, unreachable, NOW);
    expect(one.pick(NOW)).toMatchObject({ untilMs: NOW + 1000 });
  });

  it('that refuse are not asked again, and one that works stays', () => {
    const both = mirrors(OWN, HUB);
    both.failed(OWN, notFound, NOW);
    expect(both.pick(NOW)).toEqual({ type: 'go', base: HUB });
    both.succeeded(HUB);
    both.failed(HUB, unreachable, NOW);
    expect(both.pick(NOW)).toMatchObject({ type: 'wait' });
  });

  it('whose no would be hidden by waiting for one that never answered, have said no', () => {
    const both = mirrors(OWN, HUB);
    both.failed(OWN, notFound, NOW);
    both.failed(HUB, unreachable, NOW);
    expect(both.pick(NOW)).toEqual({ type: 'refused', error: notFound.info });
  });

  it('that sent wrong bytes are asked last', () => {
    const both = mirrors(OWN, HUB);
    both.distrust(OWN);
    expect(both.pick(NOW)).toEqual({ type: 'go', base: HUB });
    both.failed(HUB, unreachable, NOW);
    expect(both.pick(NOW)).toEqual({ type: 'go', base: OWN });
  });

  it('are asked at once when the network is back, but not before a server said', () => {
    const one = mirrors(HUB);
    one.failed(HUB, unreachable, NOW);
    one.retryNow();
    expect(one.pick(NOW)).toMatchObject({ type: 'go' });
    one.failed(HUB, busy, NOW);
    one.retryNow();
    expect(one.pick(NOW)).toMatchObject({ type: 'wait' });
  });
});
