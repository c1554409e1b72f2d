import path from 'node:path';
import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/**
 * Takes the pictures of the walkthrough from the Metrics view and the dashboard, which are open;
 * with UPDATE_SCREENSHOTS=1 those that it shows from now on.
 * @param metricsView what the view is called in the language
 * @param ending of the files: a language other than English
 */
export async function takeWalkthroughPictures(
  workbench: Workbench,
  metricsView: string,
  ending = '',
): Promise<void> {
  const { dashboard, metrics, page } = workbench;
  const folder = process.env.UPDATE_SCREENSHOTS === '1' ? 'media/walkthrough' : 'out/screenshots';
  /** The upper part of a page, of at most so many pixels. */
  const picture = async (shown: Locator, name: string, height: number): Promise<void> => {
    const box = (await shown.boundingBox())!;
    const clip = { ...box, height: Math.min(box.height, height) };
    await page.screenshot({ path: path.join(folder, `${name}${ending}.png`), clip });
  };
  for (const theme of ['light', 'dark'] as const) {
    await workbench.pickTheme(theme);
    await metrics.inTheme(theme).waitFor();
    await dashboard.inTheme(theme).waitFor();
    await picture(workbench.view(metricsView), `watch-${theme}`, 950);
    await picture(dashboard.place, `compare-${theme}`, 700);
  }
}
