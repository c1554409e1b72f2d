import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, trainSample, type WorkingCopy } from '../support/samples';
import { tabTo } from './focusStop';
import { locales, wordsIn } from './wordsIn';
import { Workbench } from './workbench';

describe.for(locales)(
  'runs are compared by the keyboard only, in %s',
  { timeout: 120_000 },
  (locale) => {
    const say = wordsIn(locale);
    const chart =
      'Line chart of {0} of {1} over {2}, a line a run, or the mean of several seeds in a band of its deviation. Drag to zoom, double-click to reset. The values are in the table below.';
    let sample: WorkingCopy;
    let workbench: Workbench;

    beforeAll(async () => {
      sample = await copySample('adult');
      const few = ['--set', 'training.epochs=4', '--set', 'relations={"every":9}'];
      await trainSample(sample, ...few);
      await trainSample(sample, ...few, '--set', 'balancing={"method":"uncertainty"}');
      workbench = await Workbench.open({ folder: sample.folder, locale });
      await workbench.typeCommand(say.command('compareRuns'));
      await workbench.dashboard.rows.first().waitFor();
    });

    afterAll(async () => {
      await workbench.screenshot(`keyboard-dashboard-${locale}-end`);
      await workbench.close();
      await sample.remove();
    });

    test('rows are ticked one below the other, and one becomes the baseline', async () => {
      const { dashboard } = workbench;
      await to(named('Show {0} on the charts'));
      await press('Space', 'ArrowDown', 'Space');
      await expect.poll(() => dashboard.tickedBoxes.count()).toBe(2);
      await to(named('Compare with {0}'));
      await press('Enter');
      await expect.poll(async () => (await dashboard.runs())[0]).toContain('income Δ');
      expect(await focused()).toMatch(named('Compare with {0}'));
    });

    test('the cursor of all charts is moved, and their zoom, which is announced', async () => {
      const { dashboard } = workbench;
      await to(say.text('Zoom in'));
      await press('Enter');
      const shown = say.text('Shown: {0} {1} to {2}', say.text('epoch'), '2', '3');
      await expect.poll(() => dashboard.announced.allTextContents()).toContain(shown);
      await to(say.text('Reset zoom'));
      await press('Enter');
      expect(await focused()).toBe(say.text('Reset zoom'));
      await to(say.text(chart, 'AUC', 'income', say.text('epoch')));
      await press('Home', 'ArrowRight');
      const second = new RegExp(`^${say.text('epoch')} 2: adult .*0\\.\\d+`);
      for (const chart of await dashboard.chartSliders.all())
        await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(second);
      await press('Escape');
      const newest = new RegExp(`^${say.text('newest')}: `);
      for (const chart of await dashboard.chartSliders.all())
        await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(newest);
    });

    test('arrows lead through the tabs; picking another run keeps the focus', async () => {
      const { dashboard } = workbench;
      await to(say.text('Settings'));
      await press('ArrowRight');
      await expect.poll(focused).toBe(say.text('Conflict'));
      await to(say.text('Run that is shown'));
      await press('ArrowDown');
      await expect.poll(() => dashboard.tabPanel.locator('.matrix').count()).toBe(1);
      expect(await focused()).toBe(say.text('Run that is shown'));
    });

    test('an axis of parallel coordinates is brushed, until that is taken back', async () => {
      const { dashboard } = workbench;
      await to(say.text('Conflict'), 'Shift+Tab');
      await press('ArrowRight');
      await to(say.text('{0}, from', 'income AUC'));
      await press('PageUp');
      await expect.poll(() => dashboard.rows.count()).toBe(1);
      await to(say.text('Clear Brushes'), 'Shift+Tab');
      await press('Enter');
      await expect.poll(() => dashboard.rows.count()).toBe(2);
      expect(await dashboard.focusStop()).toEqual({
        name: say.text('{0}, from', 'balancing.method'),
        isOutlined: true,
      });
    });

    test('table, picture and report are exported, and the focus comes back', async () => {
      const picture = say.text('Export {0} as {1}', 'income · AUC', 'PNG');
      expect((await exported(picture, 'chart.png')).slice(1, 4)).toBe('PNG');
      const report = await exported(say.text('Export Report'), 'report.html');
      expect(report).toContain(`<html lang="${locale}"`);
      const table = await exported(say.text('Export CSV'), 'runs.csv');
      expect(table.trim().split('\n')).toHaveLength(3);
    });

    /** What a button writes to a file of this name. */
    async function exported(button: string, name: string): Promise<string> {
      const target = path.join(sample.folder, name);
      await to(button, 'Shift+Tab');
      await press('Enter');
      // The dialog proposes a name once it has read the folder; what is typed before is overwritten.
      const proposed = new RegExp(`${path.extname(name)}$`);
      await expect.poll(() => workbench.quickInput.inputValue()).toMatch(proposed);
      await workbench.quickInput.fill(target);
      await press('Enter');
      await workbench.notification(say.text('Exported {0}.', name)).waitFor();
      await expect.poll(focused).toBe(button);
      return readFile(target, 'latin1');
    }

    async function focused(): Promise<string> {
      return (await workbench.dashboard.focusStop()).name;
    }

    const to = (name: string | RegExp, key?: 'Tab' | 'Shift+Tab'): Promise<void> =>
      tabTo(workbench.page, () => workbench.dashboard.focusStop(), name, key);

    /** The name of a control of any run. */
    const named = (english: string): RegExp => new RegExp(`^${say.text(english, 'adult .*')}$`);

    async function press(...keys: readonly string[]): Promise<void> {
      for (const key of keys) await workbench.page.keyboard.press(key);
    }
  },
);
