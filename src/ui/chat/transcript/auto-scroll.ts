/** Where a scroll container stands, in CSS pixels. */
export interface ScrollPosition {
  readonly top: number;
  readonly contentHeight: number;
  readonly viewportHeight: number;
}

/**
 * Following keeps the end of the conversation in view as it grows.
 *
 *   following ── the reader goes up ──► released
 *   released  ── the reader reaches the end, or jumps there ──► following
 */
export interface AutoScroll {
  readonly following: boolean;
  readonly position: ScrollPosition;
}

export type ScrollEvent =
  /** A wheel, finger or key that asks to go up: it counts before the position shows it. */
  | { readonly type: 'reader-went-up' }
  | { readonly type: 'position-changed'; readonly position: ScrollPosition }
  | { readonly type: 'reader-jumped' };

/** So near the end it counts as the end: fractions of pixels, and a reader who stops just short. */
const END_TOLERANCE_PX = 32;

export const AT_END: AutoScroll = { following: true, position: { top: 0, contentHeight: 0, viewportHeight: 0 } };

export function reduceScroll(state: AutoScroll, event: ScrollEvent): AutoScroll {
  switch (event.type) {
    case 'reader-jumped':
      return { ...state, following: true };
    case 'reader-went-up':
      return canScroll(state.position) ? { ...state, following: false } : state;
    case 'position-changed':
      return { position: event.position, following: followsAfter(state, event.position) };
  }
}

function followsAfter({ following, position: before }: AutoScroll, now: ScrollPosition): boolean {
  const wentDown = now.top > before.top;
  if (!following) return wentDown && isAtEnd(now);
  // Growth leaves `top` as it is and a shrinking page moves it up by itself: only a reader moves up in a page that stays.
  const wentUp = now.top < before.top - 1 && now.contentHeight >= before.contentHeight;
  const resized = now.viewportHeight !== before.viewportHeight;
  return !wentUp || resized || isAtEnd(now);
}

function isAtEnd({ top, contentHeight, viewportHeight }: ScrollPosition): boolean {
  return contentHeight - top - viewportHeight <= END_TOLERANCE_PX;
}

function canScroll({ contentHeight, viewportHeight }: ScrollPosition): boolean {
  return contentHeight > viewportHeight + 1;
}
