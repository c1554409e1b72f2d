import axe, { type AxeResults } from 'axe-core';
import type { FrameLocator } from 'playwright-core';

/**
 * What axe finds on a page, a line each.
 * @param background of what the page lets show through, which axe cannot see from inside
 */
export async function axeFindings(page: FrameLocator, background?: string): Promise<string[]> {
  const body = await page.locator('body').elementHandle();
  if (background !== undefined)
    await body.evaluate((each, color) => (each.style.background = color), background);
  const frame = (await body.ownerFrame())!;
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate<AxeResults>('axe.run()');
  if (background !== undefined) await body.evaluate((each) => (each.style.background = ''));
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}
