import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, writeVariant, type WorkingCopy } from '../support/samples';
import type { Cells } from './metricsPage';
import { Workbench } from './workbench';

const train = 'MTL Lab: Train Multi-Task Model';
const tasks = ['income', 'married'];

describe('a person trains the Adult sample', { timeout: 120_000 }, () => {
  let sample: WorkingCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    sample = await copySample('adult');
    // More epochs than a test waits for.
    await writeVariant(sample, 'long', { epochs: 100_000, patience: 100_000 });
    workbench = await Workbench.open({
      folder: sample.folder,
      settings: { 'workbench.colorTheme': 'Default Dark Modern' },
    });
    await workbench.openSidebar();
  });

  afterAll(async () => {
    await workbench.screenshot('training-end');
    await workbench.close();
    await sample.remove();
  });

  test('before the first run, the view says what to do', async () => {
    const { metrics } = workbench;
    await metrics.button('Train').waitFor();
    await metrics.button('New Experiment').waitFor();
    expect(await metrics.findings()).toEqual([]);
  });

  test('curves and values change while the model trains', async () => {
    await workbench.openFile('long.mtl.json');
    await workbench.runCommand(train);
    const { metrics } = workbench;
    await expect.poll(() => metrics.status.textContent()).toMatch(/running · epoch [\d,]+ \//);
    await expect.poll(() => valuesOf(metrics.tasks())).toHaveLength(3 * tasks.length);

    const [values, charts] = [await metrics.tasks(), await metrics.charts()];
    expect(charts.length).toBeGreaterThanOrEqual(1 + tasks.length);
    await expect.poll(() => metrics.tasks()).not.toEqual(values);
    await expect
      .poll(async () => (await metrics.charts()).filter((chart) => charts.includes(chart)))
      .toEqual([]);
  });

  test('the status bar’s tooltip stays while epochs go by', async () => {
    const { page } = workbench;
    const item = workbench.statusBar.locator('.statusbar-item').filter({ hasText: 'long' });
    await item.hover();
    const tooltip = page.locator('.monaco-hover').filter({ hasText: 'long: running' });
    await tooltip.waitFor();
    const shown = await tooltip.elementHandle();
    const epochs = new Set<string | null>();
    await expect.poll(async () => epochs.add(await item.textContent()).size).toBeGreaterThan(5);
    expect(await shown?.isVisible()).toBe(true);
    await workbench.screenshot('status-tooltip');
    await page.mouse.move(600, 300);
    await tooltip.waitFor({ state: 'hidden' });
  });

  test('a second experiment is queued, and shown so', async () => {
    await workbench.openFile('adult.mtl.json');
    await workbench.runCommand(train);
    await workbench.notification("'adult' is queued: it starts after 'long'").waitFor();
    await expect.poll(() => workbench.metrics.queue.textContent()).toBe('next: adult');
    await workbench.treeRow('Experiments', 'queued').waitFor();
  });

  test('Stop ends the run, the next one follows and tells when it is done', async () => {
    const { metrics } = workbench;
    await metrics.button('Stop').click();
    await workbench.notification(/adult completed in .*income AUC 0\.\d+.*\(test\)/).waitFor();
    await expect.poll(() => metrics.status.textContent()).toMatch(/^completed in .*weights saved/);
    await expect.poll(() => metrics.button('Stop').isVisible()).toBe(false);
    await workbench.treeRow('Runs', 'completed').waitFor();
    await workbench.treeRow('Runs', 'stopped').waitFor();
  });

  test('the values are those of a good model', async () => {
    const rows = await workbench.metrics.tasks();
    expect(rows[0]).toEqual(['metric', 'last', 'best', 'epoch', 'test']);
    const auc = rows.filter(([metric]) => metric === 'AUC').map((row) => Number(row.at(-1)));
    expect(auc[0]).toBeGreaterThan(0.86);
    expect(auc[1]).toBeGreaterThan(0.85);
  });

  test('cosines of the tasks’ gradients are shown for every record, by the keyboard too', async () => {
    const { metrics } = workbench;
    const [head, ...rows] = await metrics.matrix('cosines');
    expect(head).toEqual(['', ...tasks]);
    expect(rows.map(([task]) => task)).toEqual(tasks);
    expect(rows[0]?.[2]).toMatch(/^[+−]?0\.\d\d$/);
    expect(rows[1]?.[1]).toBe(rows[0]?.[2]);
    await expect
      .poll(() => metrics.conflict.textContent())
      .toMatch(/conflict in \d+\s% of records/);

    const place = metrics.conflict.locator('.record-place');
    const newest = await place.textContent();
    await metrics.conflict.locator('input[type="range"]').focus();
    await workbench.page.keyboard.press('Home');
    expect(await place.textContent()).toBe('step 1 · epoch 1');
    await workbench.page.keyboard.press('ArrowRight');
    expect(await place.textContent()).toBe('step 26 · epoch 1');
    await workbench.page.keyboard.press('End');
    expect(await place.textContent()).toBe(newest);
  });

  test('hiding and showing the view changes nothing in it', async () => {
    const before = await shown();
    await workbench.openExplorer();
    await workbench.openSidebar();
    await expect.poll(shown).toEqual(before);
  });

  test('reloading the window changes nothing in the view', async () => {
    const before = await shown();
    await workbench.reload();
    await workbench.openSidebar();
    await expect.poll(shown).toEqual(before);
  });

  test('a run of the Runs view is shown when it is clicked', async () => {
    const { status } = workbench.metrics;
    const row = (word: string): Locator => workbench.treeRow('Runs', word);
    await workbench.showRun(row('stopped'), status.filter({ hasText: /^stopped after/ }));
    await workbench.showRun(row('completed'), status.filter({ hasText: /^completed in/ }));
  });

  test('a run goes on while its window is reloaded, and the view joins it again', async () => {
    const { metrics } = workbench;
    await workbench.openFile('long.mtl.json');
    await workbench.runCommand(train);
    await expect.poll(() => metrics.status.textContent()).toMatch(/^running · epoch \d{2,}/);
    const before = epochTable(await metrics.twins());
    expect(before.length).toBeGreaterThanOrEqual(10);
    await workbench.reload();
    await workbench.openSidebar();
    await expect.poll(() => metrics.status.textContent()).toMatch(/^running · epoch [\d,]{2,}/);
    const after = epochTable(await metrics.twins());
    expect(after.slice(0, before.length)).toEqual(before);
    await expect
      .poll(async () => epochTable(await metrics.twins()).length)
      .toBeGreaterThan(after.length);
    await expect.poll(() => workbench.statusBar.textContent()).toMatch(/long [\d,]+\/100,000/);
    await workbench.screenshot('joined');
  });

  test('a run that was joined is paused, stepped, continued and stopped', async () => {
    const { metrics } = workbench;
    const step = async (): Promise<number> => {
      const [, number] = /step ([\d,]+)$/.exec((await metrics.status.textContent()) ?? '') ?? [];
      return Number(number?.replaceAll(',', ''));
    };
    await metrics.button('Pause').click();
    await expect.poll(() => metrics.status.textContent()).toMatch(/^paused · epoch .* · step/);
    await expect.poll(() => workbench.statusBar.textContent()).toContain('paused');
    const held = await step();
    await metrics.button('Step').click();
    await expect.poll(step).toBe(held + 1);
    await workbench.screenshot('paused');
    await metrics.button('Continue').click();
    await expect.poll(() => metrics.status.textContent()).toMatch(/^running/);
    await metrics.button('Stop').click();
    await expect.poll(() => metrics.status.textContent()).toMatch(/^stopped after/);
  });

  test('that the experiment of a run is gone is said to be that, and no defect', async () => {
    await rm(path.join(sample.folder, 'long.mtl.json'));
    await workbench.clearNotifications();
    await workbench.runCommand('MTL Lab: Open Experiment of Run');
    await workbench.quickPick('stopped').first().click();
    const notification = workbench.notification('A file could not be used: ENOENT');
    await notification.waitFor();
    expect(await notification.textContent()).not.toContain('defect');
  });

  test('the view never breaks its content security policy', () => {
    expect(workbench.policyViolations).toEqual([]);
  });

  async function shown(): Promise<{ status: string | null; tasks: Cells; twins: Cells[] }> {
    const { metrics } = workbench;
    await metrics.status.waitFor();
    return {
      status: await metrics.status.textContent(),
      tasks: await metrics.tasks(),
      twins: await metrics.twins(),
    };
  }
});

/** The last value of each metric, AUC, accuracy and loss of a task, where there is one. */
async function valuesOf(table: Promise<Cells>): Promise<string[]> {
  return (await table).flatMap((row) => row.slice(1, 2)).filter((cell) => /\d/.test(cell));
}

/** The last of the tables that have a row an epoch. */
function epochTable(twins: readonly Cells[]): Cells {
  return twins.findLast(([head]) => head?.[0] === 'epoch')!;
}
