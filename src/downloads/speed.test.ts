import { describe, expect, it } from 'vitest';
import { RateLimit, SpeedMeter } from './speed.ts';

describe('the speed meter', () => {
  it('tells the bytes per second of the last seconds only', () => {
    const meter = new SpeedMeter();
    for (let ms = 0; ms <= 10_000; ms += 10) meter.add(ms < 5000 ? 1000 : 10, ms);
    expect(meter.bytesPerSecond(10_000)).toBeCloseTo(1000, -2);
    expect(meter.bytesPerSecond(20_000)).toBe(0);
  });
});

describe('the rate limit', () => {
  it('lets through what is allowed on average, of all connections together', () => {
    const limit = new RateLimit();
    expect(limit.waitMs(limit.take(1e9, 0), 0)).toBe(0);
    limit.maxBytesPerSecond = 1000;
    expect(limit.waitMs(limit.take(500, 10), 10)).toBe(500);
    const second = limit.take(500, 10);
    expect(limit.waitMs(second, 10)).toBe(1000);
    expect(limit.waitMs(second, 510)).toBe(500);
    expect(limit.waitMs(second, 1010)).toBe(0);
    // An idle time is not saved up.
    expect(limit.waitMs(limit.take(500, 60_000), 60_000)).toBe(500);
  });

  it('that is changed or taken away holds at once, for those who wait too', () => {
    const limit = new RateLimit();
    limit.maxBytesPerSecond = 10;
    const place = limit.take(1000, 0);
    expect(limit.waitMs(place, 1000)).toBe(99_000);
    limit.maxBytesPerSecond = 990;
    expect(limit.waitMs(place, 1000)).toBe(1000);
    limit.maxBytesPerSecond = null;
    expect(limit.waitMs(place, 1000)).toBe(0);
  });
});
