import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, writeVariant, type WorkingCopy } from '../support/samples';
import { themeNames, themes, type Theme } from './themes';
import { Workbench } from './workbench';

const settings = {
  'workbench.colorTheme': themes.dark.id,
  'editor.minimap.enabled': false,
  'editor.wordWrap': 'on',
};

/** What the README shows, written by this test with UPDATE_SCREENSHOTS=1. */
const readmeImages = ['training-dark', 'completed-light'];

describe('the Metrics view in each theme', { timeout: 120_000 }, () => {
  let sample: WorkingCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    sample = await copySample('adult');
    await writeVariant(sample, 'slow', {
      epochs: 3000,
      batchSize: 32,
      patience: 3000,
      learningRate: 0.00005,
    });
    workbench = await Workbench.open({ folder: sample.folder, settings });
    await workbench.page.setViewportSize({ width: 1280, height: 1280 });
    await workbench.openSidebar();
    await workbench.widenSidebar(120);
    for (const view of ['Experiments', 'Runs']) await workbench.toggleView(view);
  });

  afterAll(async () => {
    await workbench.close();
    await sample.remove();
  });

  test('while a model trains, it has no finding of axe in any theme', async () => {
    await workbench.openFile('slow.mtl.json');
    await workbench.runCommand('MTL Lab: Train Multi-Task Model');
    const { metrics } = workbench;
    await expect.poll(() => metrics.status.textContent()).toMatch(/epoch \d{2,} /);
    for (const theme of themeNames) {
      await showIn(theme);
      await screenshot(`training-${theme}`);
      expect(await metrics.findings(), theme).toEqual([]);
    }
    expect(await metrics.status.textContent()).toMatch(/^running/);
    await metrics.button('Stop').click();
    await expect.poll(() => metrics.status.textContent()).toMatch(/^stopped after/);
    await workbench.openFile('adult.mtl.json');
    await workbench.runCommand('MTL Lab: Train Multi-Task Model');
    await workbench.notification('adult completed').waitFor();
  });

  test.for(themeNames)('a finished run in %s has no finding of axe', async (theme) => {
    const { metrics } = workbench;
    await showIn(theme);
    await screenshot(`completed-${theme}`);
    const [income = [], married = []] = await metrics.taskColors();
    expect(Math.max(...income.map((part, index) => part - married[index]!))).toBeGreaterThan(100);
    expect(await metrics.findings()).toEqual([]);
  });

  test('the tables beside the pictures have no finding of axe', async () => {
    expect(await workbench.metrics.twins()).toHaveLength(6);
    expect(await workbench.metrics.findings()).toEqual([]);
  });

  test('no theme breaks the content security policy', () => {
    expect(workbench.policyViolations).toEqual([]);
  });

  async function showIn(theme: Theme): Promise<void> {
    await workbench.pickTheme(theme);
    await workbench.metrics.inTheme(theme).waitFor();
  }

  async function screenshot(name: string): Promise<void> {
    await workbench.clearNotifications();
    await workbench.screenshot(name);
    if (process.env.UPDATE_SCREENSHOTS !== '1' || !readmeImages.includes(name)) return;
    await workbench.screenshot(name, path.join('media', 'screenshots'));
  }
});
