import type { Locator } from '@playwright/test';
import { expect } from '@playwright/test';

/** The least contrast of text: WCAG 2.2 AA. */
const LEAST = 4.5;
/** Of what shows where the focus is. */
const LEAST_RING = 3;

/** Texts inside that are too faint on what lies behind them, in words. Switched-off controls may be. */
function faintTexts(inside: Locator, least: number): Promise<readonly string[]> {
  return inside.evaluate((root, limit) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (canvas === null) throw new Error('no canvas');
    /** Red, green, blue after painting colours over each other. */
    const paint = (colours: readonly string[]) => {
      canvas.clearRect(0, 0, 1, 1);
      for (const colour of colours) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (colours: readonly string[]) => {
      const [r = 0, g = 0, b = 0] = paint(colours).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const faint: string[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (element === null || text === '' || !element.checkVisibility()) continue;
      if (element.closest('.visually-hidden, [aria-disabled="true"], [aria-hidden="true"], option')) continue;
      const behind: string[] = [];
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        behind.unshift(getComputedStyle(at).backgroundColor);
      const one = luminance(behind);
      const other = luminance([...behind, getComputedStyle(element).color]);
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (contrast < limit) faint.push(`${contrast.toFixed(2)}: ${text}`);
    }
    return faint;
  }, least);
}

/** What can be used inside has a name, and its text can be read in the light and in the dark. */
export async function expectReadable(inside: Locator): Promise<void> {
  const snapshot = await inside.ariaSnapshot();
  const nameless = /^\s*- (article|button|combobox|dialog|link|progressbar|radio|searchbox|textbox)( \[.*\])?:?$/;
  expect(snapshot.split('\n').filter((line) => nameless.test(line))).toEqual([]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await inside.page().emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await faintTexts(inside, LEAST), colorScheme).toEqual([]);
  }
}

/** What is wrong with how the focused element shows that it is; null: nothing. */
export function focusFault(inside: Locator): Promise<string | null> {
  return inside.evaluate((root, limit) => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || !root.contains(element)) return 'the focus is outside';
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    const label = `${element.tagName} ${element.textContent?.slice(0, 40) ?? ''}`;
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return `${label}: no ring`;
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (canvas === null) throw new Error('no canvas');
    const luminance = (colour: string) => {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => (value / 255) ** 2.2);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const [one, other] = [luminance(getComputedStyle(root).backgroundColor), luminance(outlineColor)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < limit) return `${label}: a ring of ${contrast.toFixed(2)}`;
    const { top, bottom, width, height } = element.getBoundingClientRect();
    const view = root.getBoundingClientRect();
    if (bottom < view.top || top > view.bottom) return `${label}: out of sight`;
    if (element.tagName === 'BUTTON' && Math.min(width, height) < 24) return `${label}: ${width} × ${height} pixels`;
    return null;
  }, LEAST_RING);
}
