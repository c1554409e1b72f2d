import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Workbench } from './workbench';

const newExperiment = 'MTL Lab: New Experiment';
const train = 'MTL Lab: Train Multi-Task Model';

describe('a person makes a new experiment and trains it at once', { timeout: 120_000 }, () => {
  let folder: string;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mtl-lab-new-'));
    workbench = await Workbench.open({ folder });
    await workbench.openSidebar();
  });

  afterAll(async () => {
    await workbench.screenshot('new-experiment-end');
    await workbench.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('from the penguins template: three tasks of different types', async () => {
    await workbench.runCommand(newExperiment);
    await workbench.quickPick('Palmer penguins').click();
    await workbench.answer('Folder of the experiment');
    await workbench.editorTab('penguins.mtl.json').waitFor();
    await workbench.treeRow('Experiments', 'penguins').waitFor();

    await workbench.runCommand(train);
    await workbench.notification(/penguins completed in/).waitFor();
    await expect.poll(taskNames).toEqual(['sex', 'species', 'mass']);
    await expect.poll(() => workbench.problems()).toBe('No Problems');
  });

  test('the trained model is tried on a row that is put together', async () => {
    await workbench.runCommand('MTL Lab: Try the Model');
    const answer = (task: string) => workbench.quickPick(`${task}: `).textContent();
    await expect.poll(() => answer('mass')).toMatch(/mass: 4,?\d{3}/);
    await workbench.quickPick('flipper_length_mm').click();
    await workbench.answer('nothing for the training mean', '230');
    await expect.poll(() => answer('species')).toMatch(/species: Gentoo.*Adelie \(\d+\.\d\s%\)/);
    expect(await workbench.quickPick('flipper_length_mm').textContent()).toContain('230');
    await workbench.quickPick('island').click();
    await workbench.quickPick('Torgersen').click();
    await expect.poll(() => workbench.quickPick('island').textContent()).toContain('Torgersen');
    await workbench.screenshot('try-the-model');
    await workbench.quickPick('species: ').click();
    const whole = workbench.page.getByRole('dialog', { name: 'species' });
    await expect.poll(() => whole.textContent()).toMatch(/Gentoo\s*Gentoo \(.*Chinstrap \(/);
    await workbench.screenshot('try-the-model-answer');
    await workbench.page.keyboard.press('Escape');
    await workbench.quickPick('species: ').waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  test('from a table: the columns to predict are picked, their types proposed', async () => {
    await workbench.runCommand(newExperiment);
    await workbench.quickInput.fill('own table');
    await workbench.quickPick('Your own table').click();
    await workbench.quickPick('penguins.csv').click();
    await expect
      .poll(() => workbench.quickPick('species').textContent())
      .toMatch(/multiclass · 3 classes/);
    expect(await workbench.quickPick('body_mass_g').textContent()).toContain('regression');
    for (const column of ['species', 'body_mass_g']) await workbench.quickPick(column).click();
    await workbench.page.keyboard.press('Enter');
    await workbench.answer('Name of the experiment', 'my penguins');
    await workbench.answer('Folder of the experiment');
    await workbench.editorTab('my penguins.mtl.json').waitFor();

    await workbench.runCommand(train);
    await workbench.notification(/my penguins completed in/).waitFor();
    await expect.poll(taskNames).toEqual(['species', 'body_mass_g']);
    await expect.poll(() => workbench.problems()).toBe('No Problems');
  });

  /** The heading rows of the tasks' table. */
  async function taskNames(): Promise<string[]> {
    const rows = await workbench.metrics.tasks();
    return rows.filter((row) => row.length === 1).map(([name]) => name!);
  }
});
