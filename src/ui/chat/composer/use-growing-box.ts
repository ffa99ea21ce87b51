import { useLayoutEffect } from 'react';
import type { RefObject } from 'react';

/** Lets a text box grow with its text where the browser has no `field-sizing: content`. */
export function useGrowingBox(box: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [box, text]);
}
