import { describe, expect, test } from 'vitest';
import type { AutoScroll, ScrollEvent, ScrollPosition } from './auto-scroll.ts';
import { AT_END, reduceScroll } from './auto-scroll.ts';

function at(top: number, contentHeight = 1000, viewportHeight = 400): ScrollPosition {
  return { top, contentHeight, viewportHeight };
}

function moved(position: ScrollPosition): ScrollEvent {
  return { type: 'position-changed', position };
}

function after(...events: ScrollEvent[]): AutoScroll {
  return events.reduce(reduceScroll, AT_END);
}

describe('auto-scroll', () => {
  test('follows from the start, and while the answer grows', () => {
    expect(after(moved(at(600)), moved(at(600, 1100)), moved(at(700, 1100))).following).toBe(true);
  });

  test('lets go when the reader goes up, before anything has moved', () => {
    expect(after(moved(at(600)), { type: 'reader-went-up' }).following).toBe(false);
  });

  test('lets go when the position goes up by other means, as with the scroll bar', () => {
    expect(after(moved(at(600)), moved(at(500))).following).toBe(false);
  });

  test('stays let go while the answer grows', () => {
    expect(after(moved(at(600)), moved(at(300)), moved(at(300, 2000))).following).toBe(false);
  });

  test('follows again when the reader comes back to the end, or nearly', () => {
    expect(after(moved(at(600)), moved(at(300)), moved(at(580))).following).toBe(true);
    expect(after(moved(at(600)), moved(at(300)), moved(at(500))).following).toBe(false);
  });

  test('follows again when the reader asks for the latest', () => {
    expect(after(moved(at(600)), moved(at(300)), { type: 'reader-jumped' }).following).toBe(true);
  });

  test('does not take a shrinking page for a reader', () => {
    expect(after(moved(at(600)), moved(at(480, 880))).following).toBe(true);
  });

  test('does not take a keyboard that opens for a reader', () => {
    expect(after(moved(at(600)), moved(at(560, 1000, 300))).following).toBe(true);
  });

  test('has nothing to let go of in a page that does not scroll', () => {
    expect(after(moved(at(0, 300)), { type: 'reader-went-up' }).following).toBe(true);
  });
});
