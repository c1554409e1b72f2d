import type { FrameLocator, Locator, Page } from 'playwright-core';

/** What has the focus of a page of the extension, as a person finds it. */
export interface FocusStop {
  /** Its name for screen readers; empty where nothing has the focus. */
  readonly name: string;
  /** Whether something is drawn around it. */
  readonly isOutlined: boolean;
}

export function focusStop(frame: FrameLocator): Promise<FocusStop> {
  return frame.locator('body').evaluate((body) => {
    const { activeElement } = body.ownerDocument;
    if (!activeElement || activeElement === body) return { name: '', isOutlined: false };
    let isOutlined = false;
    for (let part: Element | null = activeElement; part;) {
      const { outlineStyle, outlineWidth } = getComputedStyle(part);
      isOutlined ||= outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
      part = part.shadowRoot?.activeElement ?? null;
    }
    const label = activeElement.closest('label') ?? activeElement;
    const name = activeElement.getAttribute('aria-label') ?? label.textContent.trim();
    return { name, isOutlined };
  });
}

/**
 * Presses Tab until what has this name has the focus.
 * @throws Error when the focus is lost, cannot be seen at a stop, or leaves the page before
 */
export async function tabTo(
  page: Page,
  stop: () => Promise<FocusStop>,
  name: string | RegExp,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  const passed: string[] = [];
  while (passed.length < 80) {
    await page.keyboard.press(key);
    const { name: reached, isOutlined } = await stop();
    passed.push(reached);
    if (reached === '' || !isOutlined) break;
    if (typeof name === 'string' ? reached === name : name.test(reached)) return;
  }
  throw new Error(`${String(name)} is not reached, or a stop cannot be seen: ${passed.join(', ')}`);
}

/**
 * The name of what has the focus in VS Code's own window; empty where nothing has. VS Code learns by
 * a timer that the palette has the focus no longer, and takes arrows for those of the palette until
 * then: so this waits for the timers that are set.
 */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { activeElement, body } = document;
    await new Promise((resolve) => setTimeout(resolve));
    return activeElement === body ? '' : (activeElement?.getAttribute('aria-label') ?? '');
  });
}

/** The row of a list or tree that has the focus. */
export function focusedRow(page: Page): Locator {
  return page.locator('.monaco-list:focus-within .monaco-list-row.focused');
}
