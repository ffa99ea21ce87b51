import { describe, expect, it } from 'vitest';
import {
  dataValue,
  formatBytes,
  formatDuration,
  formatParameters,
  formatRate,
  formatSeconds,
} from './format-figure.ts';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.4567, '0.457 ms'],
    [842.4, '842 ms'],
    [999.6, '1 s'],
    [1943, '1.94 s'],
    [12_345, '12.3 s'],
    [59_960, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('writes %d ms as %s', (durationMs, text) => {
    expect(plain(formatDuration(durationMs))).toBe(text);
  });
});

describe('formatSeconds', () => {
  it.each([
    [3, '0.00'],
    [180, '0.18'],
    [1943, '1.94'],
    [9996, '10.0'],
    [12_345, '12.3'],
    [99_960, '100'],
    [125_400, '125'],
  ])('writes %d ms as %s', (durationMs, text) => {
    expect(formatSeconds(durationMs)).toBe(text);
  });
});

describe('formatRate', () => {
  it.each([
    [531.4, '531'],
    [24.12, '24.1'],
    [0.6249, '0.625'],
    [12_345.6, '12,346'],
  ])('writes %d as %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [812, '812 bytes'],
    [999_999, '1 MB'],
    [11_420_000, '11.4 MB'],
    [2_390_000_000, '2.39 GB'],
  ])('writes %d as %s', (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text);
  });
});

it('keeps a value and its unit together', () => {
  expect(formatBytes(812)).toBe('812\u00A0bytes');
});

it('names parameter counts as models are named', () => {
  expect(plain(formatParameters(4_568_320))).toBe('4.6 million');
  expect(plain(formatParameters(3_821_079_552))).toBe('3.8 billion');
  expect(plain(formatParameters(999_885_952))).toBe('1 billion');
});

it('gives data values without a division’s noise digits', () => {
  expect(dataValue(25.000_000_000_000_4)).toBe('25');
  expect(dataValue(24.123_456)).toBe('24.123');
});
