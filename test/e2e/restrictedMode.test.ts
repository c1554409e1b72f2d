import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, trainSample, type WorkingCopy } from '../support/samples';
import { Workbench } from './workbench';

const train = 'MTL Lab: Train Multi-Task Model';

describe('a person opens a folder without trusting it', { timeout: 120_000 }, () => {
  let sample: WorkingCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    sample = await copySample('adult');
    await trainSample(sample);
    workbench = await Workbench.open({
      folder: sample.folder,
      trustAll: false,
      settings: { 'security.workspace.trust.startupPrompt': 'never' },
    });
    await workbench.openSidebar();
  });

  afterAll(async () => {
    await workbench.screenshot('restricted-mode-end');
    await workbench.close();
    await sample.remove();
  });

  test('past runs can be looked at', async () => {
    const { status } = workbench.metrics;
    const row = workbench.treeRow('Runs', 'completed');
    await workbench.showRun(row, status.filter({ hasText: /^completed in/ }));
  });

  test('the experiment is neither checked nor drawn, which takes a process', async () => {
    await workbench.openFile('adult.mtl.json');
    await workbench.codeLens('Show Architecture').click();
    await workbench.notification('Drawing the architecture needs a trusted workspace').waitFor();
    expect(await workbench.metrics.status.textContent()).toMatch(/^completed in/);
  });

  test('training is refused, with the reason', async () => {
    await workbench.openFile('adult.mtl.json');
    await workbench.runCommand(train);
    await workbench.notification('Training needs a trusted workspace').waitFor();
    expect(await readdir(path.join(sample.folder, '.mtl', 'runs'))).toHaveLength(1);
  });

  test('the reason leads to where trust is granted, and then it trains', async () => {
    const refusal = workbench.notification('Training needs a trusted workspace');
    await refusal.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    await workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await workbench.openFile('adult.mtl.json');
    await workbench.runCommand(train);
    await workbench.notification(/adult completed in/).waitFor();
  });
});
