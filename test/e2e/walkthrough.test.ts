import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeVariant } from '../support/samples';
import { themes } from './themes';
import { takeWalkthroughPictures } from './walkthroughPictures';
import { Workbench } from './workbench';

const settings = {
  'workbench.colorTheme': themes.light.id,
  // Otherwise a step takes the focus when it has slid in, from a question that was asked meanwhile.
  'workbench.reduceMotion': 'on',
};

describe('a person follows the walkthrough', { timeout: 120_000 }, () => {
  let folder: string;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mtl-lab-walkthrough-'));
    workbench = await Workbench.open({ folder, settings });
    await workbench.page.setViewportSize({ width: 1600, height: 1050 });
    await openWalkthrough();
  });

  afterAll(async () => {
    await workbench.screenshot('walkthrough-end');
    await workbench.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('nothing is done before it is', async () => {
    for (const title of ['Create an experiment', 'Train it', 'Watch the tasks learn', 'Compare'])
      expect(await isDone(title)).toBe(false);
  });

  test('an experiment is created from a template', async () => {
    await press('Create an experiment', 'New Experiment');
    await workbench.quickPick('Adult').click();
    await workbench.answer('Folder of the experiment');
    await workbench.editorTab('adult.mtl.json').waitFor();
    await openWalkthrough();
    await expect.poll(() => isDone('Create an experiment')).toBe(true);
    expect(await isDone('Train it')).toBe(false);
  });

  test('training it shows the Metrics view', async () => {
    await press('Train it', 'Train Multi-Task Model');
    await expect.poll(() => workbench.metrics.status.textContent()).toMatch(/^completed in/);
    await expect.poll(() => isDone('Train it')).toBe(true);
    await expect.poll(() => isDone('Watch the tasks learn')).toBe(true);
    expect(await isDone('Compare runs')).toBe(false);
  });

  test('the runs are compared in the dashboard', async () => {
    await press('Compare runs', 'Compare Runs');
    await expect.poll(() => workbench.dashboard.counts.textContent()).toMatch(/^1 row/);
    await openWalkthrough();
    await expect.poll(() => isDone('Compare runs')).toBe(true);
  });

  test.for(['light', 'dark'] as const)('its pictures, in %s', async (theme) => {
    await workbench.pickTheme(theme);
    await workbench.metrics.inTheme(theme).waitFor();
    const texts = { 'Create an experiment': 'Palmer penguins', 'Train it': 'Tasks: Run Task' };
    for (const [title, words] of Object.entries(texts)) {
      await step(title).click();
      await text().getByText(words).waitFor();
      await workbench.screenshot(`walkthrough-${title.slice(0, 5)}-${theme}`);
    }
    for (const title of ['Watch the tasks learn', 'Compare runs']) {
      await step(title).click();
      const picture = workbench.page.locator('.getting-started-media img');
      await expect.poll(() => picture.getAttribute('srcset')).toContain(`-${theme}.png`);
      await expect.poll(() => picture.evaluate(isLoaded)).toBe(true);
      await workbench.screenshot(`walkthrough-${title.slice(0, 5)}-${theme}`);
    }
  });

  test('the pictures are those of the views', async () => {
    await writeVariant({ folder: path.join(folder, 'adult') }, 'small batches', { batchSize: 32 });
    await workbench.openFile('small batches.mtl.json');
    await workbench.clearNotifications();
    await workbench.runCommand('MTL Lab: Train Multi-Task Model');
    await workbench.notification('completed').waitFor();
    await workbench.clearNotifications();
    for (const view of ['Experiments', 'Runs']) await workbench.toggleView(view);
    await workbench.widenSidebar(120);
    const { dashboard } = workbench;
    await workbench.runCommand('MTL Lab: Compare Runs');
    await expect.poll(() => dashboard.rows.count()).toBe(2);
    for (const row of await dashboard.rows.all()) await row.getByRole('checkbox').check();
    await takeWalkthroughPictures(workbench, 'Metrics');
  });

  /** What is beside a step that shows a text. */
  function text(): FrameLocator {
    return workbench.page
      .frameLocator('iframe.webview.ready:not([src*="extensionId=mtl-lab"])')
      .frameLocator('#active-frame');
  }

  async function openWalkthrough(): Promise<void> {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickPick('Get Started with MTL Lab').click();
    await step('Create an experiment').waitFor();
  }

  function step(title: string): Locator {
    return workbench.page.locator('.getting-started-step').filter({ hasText: title });
  }

  async function press(title: string, button: string): Promise<void> {
    if (!(await isOpen(title))) await step(title).click();
    await expect.poll(() => isOpen(title)).toBe(true);
    await step(title).getByRole('button', { name: button }).click();
  }

  async function isOpen(title: string): Promise<boolean> {
    return (await step(title).getAttribute('aria-expanded')) === 'true';
  }

  async function isDone(title: string): Promise<boolean> {
    const checkbox = step(title).locator('[role="checkbox"]');
    return (await checkbox.getAttribute('aria-checked')) === 'true';
  }
});

function isLoaded(image: Element): boolean {
  return image instanceof HTMLImageElement && image.naturalWidth > 0;
}
