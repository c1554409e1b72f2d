import type { FrameLocator } from 'playwright-core';

/** Every text and label of a page, hidden ones too, a line each. */
export function pageWords(page: FrameLocator): Promise<string> {
  return page.locator('body').evaluate((body) => {
    const labels = ['aria-label', 'title', 'placeholder'];
    const lines = [...body.querySelectorAll('*')].flatMap((element) => [
      ...(/^(script|style)$/i.test(element.tagName)
        ? []
        : [...element.childNodes].flatMap(({ nodeType, nodeValue }) =>
            nodeType === Node.TEXT_NODE ? [nodeValue] : [],
          )),
      ...labels.map((label) => element.getAttribute(label)),
    ]);
    return lines.filter(Boolean).join('\n');
  });
}
