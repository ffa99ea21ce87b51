import { createContext, createRef, useContext, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Where the focus goes when the button that was pressed leaves with its card: to the card that comes for it. */
export class FocusWish {
  /** Takes it where no card comes. */
  readonly fallback: RefObject<HTMLElement | null> = createRef();
  #next: string | null = null;

  /** The next card of this key takes the focus when it appears. */
  wish(key: string): void {
    this.#next = key;
  }

  /** True once, for the card that was wished for. */
  take(key: string): boolean {
    if (this.#next !== key) return false;
    this.#next = null;
    return true;
  }

  /** A card has left: if it took the focus along and no other card has it, the fallback does. */
  rescue(): void {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) this.fallback.current?.focus();
  }
}

export const FocusWishContext = createContext<FocusWish | null>(null);

/** For a card's heading: a key pressed a moment too late does nothing there. */
export function useWishedFocus(key: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const focus = useContext(FocusWishContext);
  useLayoutEffect(() => {
    if (focus?.take(key)) heading.current?.focus();
    // The library tells of a change a moment after it was asked for: only the card itself knows when it leaves.
    return () => void requestAnimationFrame(() => focus?.rescue());
  }, [key, focus]);
  return heading;
}

/** Runs an action that may take its button away. */
export function useMove(): (next: string, action: () => Promise<void>) => void {
  const focus = useContext(FocusWishContext);
  return (next, action) => {
    focus?.wish(next);
    void action();
  };
}

/** For what may leave while the focus is in it: the heading then takes the focus. */
export function useKeptFocus(heading: RefObject<HTMLHeadingElement | null>): RefObject<HTMLDivElement | null> {
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = row.current;
    // Runs before the element is taken out of the page.
    return () => {
      if (element?.contains(document.activeElement)) requestAnimationFrame(() => takeFocus(heading));
    };
  }, [heading]);
  return row;
}

/** Without scrolling: what the person looks at stays where it is. */
export function takeFocus(heading: RefObject<HTMLHeadingElement | null>): void {
  heading.current?.focus({ preventScroll: true });
}
