import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, writeVariant, type WorkingCopy } from '../support/samples';
import { themeNames, themes } from './themes';
import { Workbench } from './workbench';

/** By sample: what the section says with a sample of rows, and the task whose worst ones are shown. */
const samples = {
  'compiler-messages': { epochs: 1, says: /true and predicted TERM|true TERM/, worstOf: 'french' },
  'objects-and-faces': { epochs: 3, says: /Boxes: true ones are solid/, worstOf: 'object box' },
};
/** After a reload, one sample is as the other. */
const reloaded = 'objects-and-faces';

describe.for(Object.keys(samples) as (keyof typeof samples)[])(
  'examples of %s',
  { timeout: 180_000 },
  (name) => {
    const { epochs, says, worstOf } = samples[name];
    let sample: WorkingCopy;
    let workbench: Workbench;
    let worst: string[];

    beforeAll(async () => {
      sample = await copySample(name);
      await writeVariant(sample, 'short', { epochs });
      workbench = await Workbench.open({
        folder: sample.folder,
        settings: { 'workbench.colorTheme': themes.dark.id },
      });
      await workbench.page.setViewportSize({ width: 1280, height: 1400 });
      await workbench.openSidebar();
      await workbench.widenSidebar(60);
      for (const view of ['Experiments', 'Runs']) await workbench.toggleView(view);
    });

    afterAll(async () => {
      await workbench.close();
      await sample.remove();
    });

    test('a sample of rows, and by the keyboard those with the largest losses', async () => {
      await workbench.openFile('short.mtl.json');
      await workbench.runCommand('MTL Lab: Train Multi-Task Model');
      const { metrics } = workbench;
      await expect
        .poll(() => metrics.status.textContent(), { timeout: 150_000 })
        .toMatch(/^completed in/);
      await expect.poll(() => metrics.examples.textContent()).toMatch(says);
      expect(await metrics.exampleRows()).toHaveLength(8);
      await workbench.clearNotifications();
      await workbench.screenshot(`architecture-${name}`);
      await metrics.examples.evaluate((section) => section.scrollIntoView());
      await workbench.screenshot(`examples-sample-${name}`);
      await showWorst();
      await expect.poll(() => metrics.exampleRows()).toContainEqual(expect.stringMatching(/loss/));
      const losses = (await metrics.exampleRows()).map((row) => Number(row.split('loss ')[1]));
      expect(losses).toEqual([...losses].sort((a, b) => b - a));
      await metrics.examples.getByRole('combobox').click();
      await metrics.examples.getByRole('option', { name: `loss of ${worstOf}` }).click();
      worst = await metrics.exampleRows();
      const ofTask = worst.map((row) => Number(row.split('loss ')[1]));
      expect(ofTask).not.toEqual(losses);
    });

    if (name === reloaded)
      test('the worst rows of that task are still shown after a reload', async () => {
        const { metrics } = workbench;
        // In a browser, VS Code writes the workspace's state every few seconds, not when it is left.
        await workbench.page.waitForTimeout(8000);
        await workbench.reload();
        await workbench.openSidebar();
        await expect.poll(() => metrics.exampleRows()).toEqual(worst);
        const isWorst = metrics.examples.getByRole('radio', { name: 'Worst' });
        expect(await isWorst.isChecked()).toBe(true);
      });

    test.for(themeNames)('in %s it has no finding of axe', async (theme) => {
      const { metrics } = workbench;
      await workbench.pickTheme(theme);
      await metrics.inTheme(theme).waitFor();
      await workbench.clearNotifications();
      await metrics.examples.evaluate((section) => section.scrollIntoView());
      await workbench.screenshot(`examples-${theme}-${name}`);
      expect(await metrics.findings()).toEqual([]);
    });

    /** By the keyboard. */
    async function showWorst(): Promise<void> {
      await workbench.metrics.examples.getByRole('radio', { name: 'Sample' }).focus();
      await workbench.page.keyboard.press('ArrowRight');
    }
  },
);

describe('the architecture of reviews', { timeout: 120_000 }, () => {
  test('is drawn from the file, without a finding of axe', async () => {
    const sample = await copySample('reviews');
    const workbench = await Workbench.open({ folder: sample.folder });
    await workbench.page.setViewportSize({ width: 1280, height: 1100 });
    await workbench.openFile('reviews.mtl.json');
    await workbench.codeLens('Show Architecture').click();
    await workbench.metrics.graph.waitFor();
    await workbench.screenshot('architecture-reviews');
    expect(await workbench.metrics.findings()).toEqual([]);
    await workbench.close();
    await sample.remove();
  });
});
