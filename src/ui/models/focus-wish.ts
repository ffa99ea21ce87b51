import { createContext, useContext, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Where the focus goes when the button that was pressed leaves with its card: to the card that comes for it. */
export interface FocusWish {
  /** The next card of this key takes the focus when it appears. */
  next: string | null;
  /** Takes it where no card comes. */
  readonly fallback: RefObject<HTMLHeadingElement | null>;
}

export const FocusWishContext = createContext<FocusWish | null>(null);

/** For a card's heading: a key pressed a moment too late does nothing there. */
export function useWishedFocus(key: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const wish = useContext(FocusWishContext);
  useLayoutEffect(() => {
    if (wish === null || wish.next !== key) return;
    wish.next = null;
    heading.current?.focus();
  }, [key, wish]);
  return heading;
}

/** Runs an action that may take its button away. */
export function useMove(): (next: string, action: () => Promise<void>) => void {
  const wish = useContext(FocusWishContext);
  return (next, action) => {
    if (wish !== null) wish.next = next;
    void action().then(() => {
      requestAnimationFrame(() => {
        if (wish === null) return;
        wish.next = null;
        if (document.activeElement === null || document.activeElement === document.body) wish.fallback.current?.focus();
      });
    });
  };
}
