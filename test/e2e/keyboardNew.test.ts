import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { focusedName, tabTo } from './focusStop';
import { locales, wordsIn } from './wordsIn';
import { Workbench } from './workbench';

const lossChart =
  "Line chart of each task's training and validation loss. The values are in the table below.";

describe.for(locales)(
  'an experiment is made and trained by the keyboard only, in %s',
  { timeout: 120_000 },
  (locale) => {
    const say = wordsIn(locale);
    let folder: string;
    let workbench: Workbench;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'mtl-lab-keys-'));
      workbench = await Workbench.open({ folder, locale });
    });

    afterAll(async () => {
      await workbench.screenshot(`keyboard-new-${locale}-end`);
      await workbench.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    });

    test('a template becomes a file, with the cursor in it', async () => {
      await workbench.typeCommand(say.command('newExperiment'));
      await workbench.quickPick(say.text('$(book) First steps').replace('$(book) ', '')).waitFor();
      await press('Enter');
      await workbench.answer(say.text('Folder of the experiment, in {0}', folder));
      await workbench.editorTab('first-steps.mtl.json').waitFor();
      await expect.poll(() => focusedName(workbench.page)).not.toBe('');
    });

    test('what is typed wrongly is mended by the quick fix', async () => {
      const { page } = workbench;
      await press('Control+F');
      await page.keyboard.type('body_mass_g');
      await page.locator('.find-widget').getByText('1 of 1').waitFor();
      await press('Escape', 'ArrowRight', 'Backspace');
      await page.locator('.squiggly-error').waitFor();
      await workbench.askForQuickFix(say.text("Change to '{0}'", 'body_mass_g'));
      await press('Enter');
      await expect.poll(() => workbench.problems()).toBe('No Problems');
      await expect.poll(() => focusedName(page)).toContain('first-steps.mtl.json');
    });

    test('it trains, and every stop in its view can be seen', async () => {
      const { metrics, page } = workbench;
      await workbench.typeCommand(say.command('train'));
      const done = say.text('{0} completed{1}{2}.', 'first-steps');
      await workbench.notification(done.slice(0, -1)).waitFor();
      await workbench.typeCommand(say.focusOn('metrics'));
      const stop = () => metrics.focusStop();
      await tabTo(page, stop, say.text('Smoothing of the training lines'));
      const before = await metrics.charts();
      await press('End');
      await expect.poll(() => metrics.charts()).not.toEqual(before);
      const chart = say.text(lossChart);
      await tabTo(page, stop, chart);
      await press('Home');
      await expect.poll(() => metrics.valueText(chart)).toMatch(/1 .*mass \d/);
      await workbench.typeCommand(say.focusOn('experiments'));
      await workbench.typeCommand(say.focusOn('metrics'));
      await expect.poll(stop).toEqual({ name: chart, isOutlined: true });
    });

    async function press(...keys: readonly string[]): Promise<void> {
      for (const key of keys) await workbench.page.keyboard.press(key);
    }
  },
);
