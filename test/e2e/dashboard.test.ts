import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, trainSample, type WorkingCopy } from '../support/samples';
import { themeNames, themes } from './themes';
import { Workbench } from './workbench';

describe('a person compares runs', { timeout: 120_000 }, () => {
  let sample: WorkingCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    sample = await copySample('adult');
    const few = ['--set', 'training.epochs=4', '--set', 'relations={"every":5}'];
    const fixed = ['--set', 'balancing={"method":"fixed","weights":{"income":3,"married":1}}'];
    await trainSample(sample, ...few);
    await trainSample(sample, ...few, '--set', 'training.seed=1');
    await trainSample(sample, ...few, ...fixed);
    workbench = await Workbench.open({
      folder: sample.folder,
      settings: { 'workbench.colorTheme': themes.dark.id },
    });
    await workbench.page.setViewportSize({ width: 1500, height: 1100 });
    await workbench.runCommand('MTL Lab: Compare Runs');
    await workbench.dashboard.rows.first().waitFor();
  });

  afterAll(async () => {
    await workbench.screenshot('dashboard-end');
    await workbench.close();
    await sample.remove();
  });

  test('runs that differ only by seed share a row with mean and deviation', async () => {
    const { dashboard } = workbench;
    const [head, ...rows] = await dashboard.runs();
    expect(head).toContain('income AUC best');
    expect(rows).toHaveLength(2);
    const seeds = rows.find((row) => row.includes('n = 2'))!;
    expect(seeds[head!.indexOf('income AUC best')]).toMatch(/^0\.\d{3} ± 0\.\d{3}$/);
    expect(rows.map((row) => row[head!.indexOf('method')]).sort()).toEqual(['equal', 'fixed']);
  });

  test('ticked runs are drawn, those of several seeds as their mean or one by one', async () => {
    const { dashboard } = workbench;
    await dashboard.row('n = 2').getByRole('checkbox').check();
    await dashboard.row('fixed').getByRole('checkbox').check();
    await expect.poll(() => dashboard.charts.count()).toBe(2);
    const legend = dashboard.charts.first().locator('.legend tbody tr');
    await expect.poll(() => legend.count()).toBe(2);
    await expect
      .poll(() => legend.filter({ hasText: 'mean of 2 seeds' }).textContent())
      .toMatch(/0\.\d{3}0\.\d{3}$/);
    await dashboard.checkbox('each seed').click();
    await expect.poll(() => legend.count()).toBe(3);
    await dashboard.checkbox('each seed').click();
  });

  test('a pinned row is what the others are compared with', async () => {
    const { dashboard } = workbench;
    await dashboard.row('n = 2').getByRole('button', { name: 'Compare with' }).click();
    await expect
      .poll(async () => (await dashboard.runs())[0])
      .toEqual(expect.arrayContaining(['income Δ']));
    const [head, ...rows] = await dashboard.runs();
    const fixed = rows.find((row) => row.includes('fixed'))!;
    expect(fixed[head!.indexOf('income Δ')]).toMatch(/^[+−]?\d+\.\d\s%$/);
  });

  test('zooming by the keyboard changes every chart, and goes back', async () => {
    const { dashboard } = workbench;
    const before = await dashboard.pictures();
    await dashboard.button('Zoom in').focus();
    await workbench.page.keyboard.press('Enter');
    await expect
      .poll(async () => (await dashboard.pictures()).filter((each) => before.includes(each)))
      .toEqual([]);
    await dashboard.button('Reset zoom').click();
    await expect.poll(() => dashboard.pictures()).toEqual(before);
  });

  test('the tabs say what differs and where tasks are in conflict', async () => {
    const { dashboard } = workbench;
    await expect.poll(() => dashboard.tabPanel.textContent()).toMatch(/balancing\.method.*fixed/);
    await dashboard.tab('Settings').focus();
    await workbench.page.keyboard.press('ArrowRight');
    await expect.poll(() => dashboard.tabPanel.locator('.matrix').count()).toBe(1);
    await workbench.page.keyboard.press('ArrowRight');
    const parallel = dashboard.tabPanel.getByRole('group', {
      name: 'Parallel coordinates of 2 runs',
    });
    await parallel.waitFor();
    expect(await parallel.locator('path.chosen').count()).toBe(2);
  });

  test('axes are brushed with the mouse, until Escape', async () => {
    const { dashboard, page } = workbench;
    await dashboard.tab('Parallel coordinates').click();
    const axis = dashboard.tabPanel.locator('.brush-reach').first();
    await axis.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await axis.boundingBox())!;
    await page.mouse.move(x + width / 2, y + 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => dashboard.rows.count()).toBe(1);
    expect(await dashboard.counts.textContent()).toMatch(/^1 of 2 rows · brushed/);
    await workbench.screenshot('dashboard-brushed');
    await dashboard.tabPanel.getByRole('slider').first().press('Escape');
    await expect.poll(() => dashboard.rows.count()).toBe(2);
  });

  test('predictions come as confusion, ROC and worst rows of each task', async () => {
    const { dashboard } = workbench;
    await dashboard.tab('Predictions').click();
    const income = dashboard.tabPanel.locator('.predictions').first();
    await income.getByRole('img', { name: 'ROC of income' }).waitFor();
    expect(await income.locator('table').count()).toBe(2);
    expect(await income.locator('table').last().locator('tbody tr').count()).toBe(10);
    await dashboard.tabPanel.scrollIntoViewIfNeeded();
  });

  test.for(themeNames)('in %s no tab has a finding of axe', async (theme) => {
    await workbench.pickTheme(theme);
    const { dashboard } = workbench;
    await dashboard.inTheme(theme).waitFor();
    await workbench.clearNotifications();
    for (const tab of ['Settings', 'Conflict', 'Parallel coordinates', 'Predictions']) {
      await dashboard.tab(tab).click();
      await workbench.screenshot(`dashboard-${theme}-${tab.split(' ')[0]}`);
      expect(await dashboard.findings(), tab).toEqual([]);
    }
  });

  test('open tables beside the pictures have no finding of axe', async () => {
    const { dashboard } = workbench;
    await dashboard.tab('Parallel coordinates').click();
    for (const twin of await dashboard.twins.all()) await twin.locator('summary').click();
    expect(await dashboard.findings()).toEqual([]);
    for (const twin of await dashboard.twins.all()) await twin.locator('summary').click();
  });

  test('the table is exported with numbers in full', async () => {
    const text = await exported('Export CSV', 'runs.csv');
    const lines = text.trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^run,id,status,method,.*income auc best,income auc best deviation/);
    expect(lines.slice(1).join()).toMatch(/,0\.\d{10,}/);
  });

  test('a chart is exported as a drawing and as an image', async () => {
    const svg = await exported('Export income · AUC as SVG', 'income-AUC.svg');
    expect(svg).toMatch(/^<svg /);
    expect(svg.match(/<path d="M[^"]+L/g)?.length).toBeGreaterThanOrEqual(2);
    expect(svg).toMatch(/<polygon points="[\d.]+,/);
    const png = await exported('Export income · AUC as PNG', 'income-AUC.png', 'latin1');
    expect(png.slice(1, 4)).toBe('PNG');
  });

  test('a report is one file with the charts in it, that needs nothing else', async () => {
    const html = await exported('Export Report', 'comparison.html');
    for (const part of ['Settings that differ', 'Conflict · adult', 'Predictions · adult'])
      expect(html).toContain(`<h2>${part}`);
    expect(html).not.toMatch(/<script|src=|href=/);
    const browser = workbench.page.context().browser()!;
    const page = await browser.newPage();
    await page.setContent(html);
    expect(await page.getByRole('row', { name: 'adult × 2 seeds' }).count()).toBe(1);
    await page.screenshot({ path: 'out/screenshots/dashboard-report.png', fullPage: true });
    await page.close();
  });

  test('a reload of the window brings it back as it was', async () => {
    await workbench.reload();
    const { dashboard } = workbench;
    await expect.poll(() => dashboard.charts.count()).toBe(2);
    expect(await dashboard.counts.textContent()).toBe('2 rows · 3 on the charts');
  });

  test('nothing breaks the content security policy', () => {
    expect(workbench.policyViolations).toEqual([]);
  });

  /** What a button writes to a file, which the person names. */
  async function exported(
    button: string,
    proposed: string,
    encoding: BufferEncoding = 'utf8',
  ): Promise<string> {
    const target = path.join(sample.folder, `exported-${proposed}`);
    await workbench.dashboard.button(button).click();
    await expect.poll(() => workbench.quickInput.inputValue()).toMatch(new RegExp(`${proposed}$`));
    await workbench.quickInput.fill(target);
    await workbench.page.keyboard.press('Enter');
    await workbench.notification(`Exported exported-${proposed}`).waitFor();
    await workbench.clearNotifications();
    return readFile(target, encoding);
  }
});
