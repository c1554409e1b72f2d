import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, writeVariant, type WorkingCopy } from '../support/samples';
import { themeNames, themes } from './themes';
import { Workbench } from './workbench';

/** Pixels that the sidebar grows by, to be about 320 and 800 wide. */
const growth = { narrow: 20, wide: 480 };

describe(
  'conflict, affinity and the comparison with one model a task',
  { timeout: 120_000 },
  () => {
    let sample: WorkingCopy;
    let workbench: Workbench;

    beforeAll(async () => {
      sample = await copySample('adult');
      await writeVariant(
        sample,
        'related',
        { epochs: 20, patience: 20 },
        { relations: { every: 5, affinity: true }, compare: { singleTask: true } },
      );
      await writeVariant(sample, 'mixture', { epochs: 3, architecture: 'mmoe' });
      workbench = await Workbench.open({
        folder: sample.folder,
        settings: { 'workbench.colorTheme': themes.dark.id },
      });
      await workbench.page.setViewportSize({ width: 1280, height: 1100 });
      await workbench.openSidebar();
      await workbench.widenSidebar(growth.narrow);
      for (const view of ['Experiments', 'Runs']) await workbench.toggleView(view);
    });

    afterAll(async () => {
      await workbench.close();
      await sample.remove();
    });

    test('a mixture of experts says what its gates let through, in words too', async () => {
      await workbench.openFile('mixture.mtl.json');
      await workbench.runCommand('MTL Lab: Train Multi-Task Model');
      const { metrics } = workbench;
      await expect.poll(() => metrics.status.textContent()).toMatch(/^completed in/);
      const share = String.raw`0\.\d\d`;
      const words = new RegExp(`Lets through: income gate: expert 0 ${share}, expert 1 ${share}`);
      expect(await metrics.graph.getAttribute('aria-label')).toMatch(words);
      expect(await metrics.graph.textContent()).toMatch(new RegExp(`gate.*${share} ${share}`));
      expect((await metrics.twins())[0]?.[0]?.at(-1)).toBe('lets through');
      await workbench.clearNotifications();
      await metrics.graph.evaluate((graph) => graph.scrollIntoView());
      await workbench.screenshot('gates');
      expect(await metrics.findings()).toEqual([]);
    });

    test('a run that records them ends with what they say', async () => {
      await workbench.openFile('related.mtl.json');
      await workbench.runCommand('MTL Lab: Train Multi-Task Model');
      const { metrics } = workbench;
      await expect.poll(() => metrics.report()).toHaveLength(6);
      await expect.poll(() => metrics.status.textContent()).toMatch(/^completed in/);
      const report = await metrics.report();
      expect(report[0]).toBe('Does sharing train faster?');
      expect(report[1]).toMatch(
        /^(Yes|No)\. One model for all tasks took [\d.]+\u00a0s, .* parameters/,
      );
      expect(report[3]).toMatch(/On the test part, .*Δp [+−]?\d+\.\d/);
      expect(report[5]).toBe('No. All weights are 1.');
      const rows = await metrics.tasks();
      expect(rows[0]?.at(-1)).toBe('vs single');
      expect(rows.find(([metric]) => metric === 'AUC')?.at(-1)).toMatch(/^[+−]?\d+\.\d\s%$/);
      expect((await metrics.matrix('affinities'))[1]?.[1]).toMatch(/^\+\d/);
      expect(await metrics.conflict.textContent()).toMatch(/Proposed groups|all tasks belong/);
    });

    describe.for(Object.keys(growth) as (keyof typeof growth)[])('%s', (size) => {
      beforeAll(async () => {
        if (size === 'wide') await workbench.widenSidebar(growth.wide);
      });

      test.for(themeNames)('in %s it has no finding of axe', async (theme) => {
        const { metrics } = workbench;
        await workbench.pickTheme(theme);
        await metrics.inTheme(theme).waitFor();
        await workbench.clearNotifications();
        await metrics.conflict.evaluate((section) => section.scrollIntoView());
        await workbench.screenshot(`conflict-${theme}-${size}`);
        expect(await metrics.findings()).toEqual([]);
      });
    });
  },
);
