import type { FrameLocator } from 'playwright-core';

/** How a page fails to fit its width. */
export interface NarrowFindings {
  /** What scrolls sideways: the page itself or a box in it. */
  readonly scrolling: readonly string[];
  /** Words that go on in the next line without a hyphen or another place to break. */
  readonly broken: readonly string[];
}

/** Letters that a line of a narrow page may be too short for: the name of a column, say. */
const longestWord = 30;

/** Looks at all that a person sees of a page. */
export function narrowFindings(frame: FrameLocator): Promise<NarrowFindings> {
  return frame.locator('html').evaluate((html, longestWord) => {
    const isSeen = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1;
    };
    const scrolling = [html, ...html.querySelectorAll('body *')]
      .filter((element) => {
        const { overflowX } = getComputedStyle(element);
        const scrolls = element === html || overflowX === 'auto' || overflowX === 'scroll';
        return scrolls && isSeen(element) && element.scrollWidth > element.clientWidth;
      })
      .map(
        (element) =>
          `${element.tagName}.${element.getAttribute('class') ?? ''}: ${element.scrollWidth} in ${element.clientWidth}`,
      );
    const broken: string[] = [];
    const texts = document.createTreeWalker(html, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (!node.parentElement || !isSeen(node.parentElement)) continue;
      for (const { 0: word, index } of (node.textContent ?? '').matchAll(/[\p{L}\p{N}_.]+/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set(
          [...range.getClientRects()]
            .filter(({ width }) => width > 0)
            .map(({ top }) => Math.round(top)),
        );
        if (lines.size > 1 && word.length < longestWord) broken.push(word);
      }
    }
    return { scrolling, broken };
  }, longestWord);
}
