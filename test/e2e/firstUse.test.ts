import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { copySample, writeVariant, type WorkingCopy } from '../support/samples';
import { Workbench, type WorkbenchOptions } from './workbench';

const train = 'MTL Lab: Train Multi-Task Model';

describe('what a person meets first', { timeout: 120_000 }, () => {
  let workbench: Workbench;

  afterEach(async ({ task }) => {
    await workbench.screenshot(`first-use-${task.name.replaceAll(/\W+/g, '-')}`);
    await workbench.close();
  });

  test('in an empty folder, the views lead to New Experiment and Train', async () => {
    await open({ folder: await emptyFolder() });
    await workbench.openSidebar();
    await welcome('Experiments', 'New Experiment').waitFor();
    await welcome('Runs', 'Train Multi-Task Model').click();
    const nothingYet = workbench.notification('There is no experiment');
    await nothingYet.getByRole('button', { name: 'New Experiment' }).click();
    await workbench.quickPick('Adult census').waitFor();
  });

  test('in an empty folder that is not trusted, they lead to trust', async () => {
    await open({
      folder: await emptyFolder(),
      trustAll: false,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
    });
    await workbench.openSidebar();
    for (const view of ['Experiments', 'Runs'])
      await welcome(view, 'Manage Workspace Trust').waitFor();
    await workbench.metrics.title.waitFor();
    expect(await workbench.metrics.button('Train').count()).toBe(0);
  });

  test('a backend that is not there is refused, with what can be done', async () => {
    const { folder } = await sampleFolder();
    await open({ folder, settings: { 'mtlLab.backend': 'tfjs-node' } });
    await workbench.openFile('adult.mtl.json');
    await workbench.runCommand(train);
    const refusal = workbench.notification('tfjs-node cannot be used here');
    await refusal.getByRole('button', { name: 'Install TensorFlow' }).waitFor();
    await refusal.getByRole('button', { name: 'Choose Backend' }).click();
    const setting = workbench.page
      .locator('.settings-editor')
      .getByText('Backend', { exact: true });
    await setting.first().waitFor();
  });

  test('a run that is watched needs no notification where the settings say so', async () => {
    const sample = await sampleFolder();
    await writeVariant(sample, 'longer', { epochs: 200, patience: 200 });
    const settings = { 'mtlLab.notifyWhenDone': 'unwatched' };
    await open({ folder: sample.folder, settings });
    const { metrics } = workbench;
    await workbench.openFile('adult.mtl.json');
    await workbench.runCommand(train);
    await expect.poll(() => metrics.status.textContent()).toMatch(/^completed in/);
    await workbench.openFile('longer.mtl.json');
    await workbench.runCommand(train);
    await expect.poll(() => metrics.status.textContent()).toMatch(/^running/);
    await workbench.openExplorer();
    await workbench.notification('completed in').waitFor();
    const notifications = workbench.page.locator('.notifications-toasts .notification-list-item');
    expect(await notifications.count()).toBe(1);
  });

  test('the sidebar stays as it is where the settings say so', async () => {
    const { folder } = await sampleFolder();
    await open({ folder, settings: { 'mtlLab.revealMetrics': false } });
    await workbench.openFile('adult.mtl.json');
    await workbench.runCommand(train);
    await workbench.notification('adult completed in').waitFor();
    const tab = workbench.page.locator('.activitybar').getByRole('tab', { name: 'MTL Lab' });
    expect(await tab.getAttribute('aria-selected')).toBe('false');
  });

  async function open(options: WorkbenchOptions): Promise<void> {
    workbench = await Workbench.open(options);
  }

  /** A button of a view that has nothing to show. */
  function welcome(view: string, button: string): Locator {
    return workbench.view(view).locator('.welcome-view').getByRole('button', { name: button });
  }
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mtl-lab-first-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

async function sampleFolder(): Promise<WorkingCopy> {
  const sample = await copySample('adult');
  onTestFinished(sample.remove);
  return sample;
}
