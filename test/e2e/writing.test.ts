import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, trainExperiment, writeVariant, type WorkingCopy } from '../support/samples';
import { themeNames } from './themes';
import { Workbench } from './workbench';

describe('a person writes an experiment', { timeout: 120_000 }, () => {
  let sample: WorkingCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    sample = await copySample('adult');
    const file = path.join(sample.folder, 'adult.mtl.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"income_50k"', '"income_50K"'));
    workbench = await Workbench.open({
      folder: sample.folder,
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
    });
    await workbench.openSidebar();
  });

  afterAll(async () => {
    await workbench.screenshot('writing-end');
    await workbench.close();
    await sample.remove();
  });

  test('a column that is not there is marked where it stands', async () => {
    await workbench.openFile('adult.mtl.json');
    await workbench.page.locator('.squiggly-error').waitFor();
    await workbench.page.keyboard.press('F8');
    const peek = workbench.page.locator('.marker-widget');
    await expect.poll(() => peek.textContent()).toContain("Did you mean 'income_50k'?");
    await workbench.screenshot('writing-problem');
    await workbench.page.keyboard.press('Escape');
  });

  test('above the file stands what can be done with it', async () => {
    const { metrics } = workbench;
    await workbench.page.keyboard.press('Control+Home');
    expect(await workbench.codeLenses()).toEqual(['Train', 'Compare', 'Show Architecture']);
    await workbench.codeLens('Compare').click();
    await workbench.notification("'adult' has no runs to compare yet").waitFor();
    await workbench.codeLens('Show Architecture').click();
    await expect.poll(() => metrics.title.textContent()).toBe('adult');
    await expect.poll(() => metrics.status.textContent()).toBe('not trained yet');
    await metrics.text(/has no column 'income_50K'/).waitFor();
    await workbench.screenshot('writing-lenses');
  });

  test('a training that is refused says why in the Metrics view, and leads to the place', async () => {
    const { metrics } = workbench;
    await workbench.runCommand('MTL Lab: Train Multi-Task Model');
    await expect.poll(() => metrics.status.textContent()).toMatch(/^not trained: /);
    await metrics.text(/^adult_train.csv has no column 'income_50K'/).waitFor();
    await workbench.clearNotifications();
    await expectNoFindingInAnyTheme('writing-refused');
    await metrics.button('in adult.mtl.json:').click();
    const text = await readFile(path.join(sample.folder, 'adult.mtl.json'), 'utf8');
    const before = text.slice(0, text.indexOf('"income_50K"')).split('\n');
    const place = { line: before.length, column: before.at(-1)!.length + 1 };
    await expect.poll(() => workbench.cursor()).toEqual(place);
  });

  test('with the quick fix, the architecture is drawn before anything is trained', async () => {
    const { metrics, page } = workbench;
    await page.locator('.monaco-editor .view-line').filter({ hasText: 'income_50K' }).click();
    await page.keyboard.press('F8');
    await page.locator('.marker-widget').waitFor();
    await page.keyboard.press('Escape');
    await workbench.askForQuickFix("Change to 'income_50k'");
    await page.keyboard.press('Enter');
    await metrics.graph.waitFor();
    await expect.poll(() => metrics.graph.textContent()).toContain('dense 64');
    await expect.poll(() => workbench.problems()).toBe('No Problems');
    await expectNoFindingInAnyTheme('writing-architecture');
  });

  test('the picture follows what is typed', async () => {
    const { metrics, page } = workbench;
    await page.locator('.monaco-editor .view-line').filter({ hasText: '"shared"' }).click();
    await workbench.replaceInEditor('"dense": 64', '"dense": 96');
    await expect.poll(() => metrics.graph.textContent()).toContain('dense 96');
  });

  test('a run takes the place of the picture', async () => {
    await workbench.page.keyboard.press('Control+Home');
    await workbench.codeLens('Train').click();
    await expect.poll(() => workbench.metrics.status.textContent()).toMatch(/^(running|completed)/);
  });

  test('Compare shows the runs of this experiment, and no others', async () => {
    const { dashboard, metrics } = workbench;
    await writeVariant(sample, 'other', { epochs: 1 });
    await trainExperiment(path.join(sample.folder, 'other.mtl.json'));
    await expect.poll(() => metrics.status.textContent()).toMatch(/^completed/);
    await workbench.codeLens('Compare').click();
    await expect.poll(() => dashboard.counts.textContent()).toBe('1 of 2 rows · 1 on the charts');
    expect(await dashboard.filter.inputValue()).toBe('adult.mtl.json');
    await workbench.screenshot('writing-compare');
  });

  /** Of axe in the Metrics view; takes a picture in each theme. */
  async function expectNoFindingInAnyTheme(name: string): Promise<void> {
    for (const theme of themeNames) {
      await workbench.pickTheme(theme);
      await workbench.metrics.inTheme(theme).waitFor();
      await workbench.clearNotifications();
      await workbench.screenshot(`${name}-${theme}`);
      expect(await workbench.metrics.findings(), theme).toEqual([]);
    }
  }
});
