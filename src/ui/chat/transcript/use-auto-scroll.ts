import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { AutoScroll, ScrollEvent } from './auto-scroll.ts';
import { AT_END, reduceScroll } from './auto-scroll.ts';

const KEYS_UP: ReadonlySet<string> = new Set(['ArrowUp', 'PageUp', 'Home']);

/** Keeps the end of `content` in view until the reader goes up. Another `subject` brings it back to the end. */
export function useAutoScroll(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  subject: string | null,
): { readonly following: boolean; readonly jump: () => void } {
  const state = useRef<AutoScroll>(AT_END);
  const [following, setFollowing] = useState(true);

  const apply = useCallback(
    (event: ScrollEvent) => {
      state.current = reduceScroll(state.current, event);
      setFollowing(state.current.following);
      if (state.current.following && event.type !== 'reader-went-up') pin(scroller.current);
    },
    [scroller],
  );
  const measure = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    const position = { top: box.scrollTop, contentHeight: box.scrollHeight, viewportHeight: box.clientHeight };
    apply({ type: 'position-changed', position });
  }, [apply, scroller]);
  const jump = useCallback(() => apply({ type: 'reader-jumped' }), [apply]);

  useLayoutEffect(jump, [jump, subject]);

  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (box === null || inner === null) return;
    let fingerY = 0;
    const goUp = () => apply({ type: 'reader-went-up' });
    const onWheel = (event: WheelEvent) => event.deltaY < 0 && goUp();
    const onTouchStart = (event: TouchEvent) => (fingerY = event.touches[0]?.clientY ?? 0);
    const onTouchMove = (event: TouchEvent) => (event.touches[0]?.clientY ?? 0) > fingerY + 4 && goUp();
    const onKeyDown = (event: KeyboardEvent) => KEYS_UP.has(event.key) && goUp();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    observer.observe(inner);
    box.addEventListener('scroll', measure, { passive: true });
    box.addEventListener('wheel', onWheel, { passive: true });
    box.addEventListener('touchstart', onTouchStart, { passive: true });
    box.addEventListener('touchmove', onTouchMove, { passive: true });
    box.addEventListener('keydown', onKeyDown);
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', measure);
      box.removeEventListener('wheel', onWheel);
      box.removeEventListener('touchstart', onTouchStart);
      box.removeEventListener('touchmove', onTouchMove);
      box.removeEventListener('keydown', onKeyDown);
    };
  }, [apply, content, measure, scroller]);

  return { following, jump };
}

function pin(box: HTMLElement | null): void {
  if (box === null) return;
  const end = box.scrollHeight - box.clientHeight;
  if (Math.abs(box.scrollTop - end) > 1) box.scrollTop = end;
}
