import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, trainExperiment, type WorkingCopy } from '../support/samples';
import { Workbench } from './workbench';

/** Experts and long names of columns, five heads, the longest names of metrics, and a decoder. */
const samples = ['census', 'objects-and-faces', 'reviews', 'compiler-messages'];
/** Compared with one model a task, so that the table of tasks is at its widest. */
const compared = ['census', 'reviews'];

describe('in a narrow sidebar', { timeout: 60_000 }, () => {
  let folder: WorkingCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await copySample('adult');
    for (const name of samples) await trainEpoch(name);
    workbench = await Workbench.open({ folder: folder.folder });
    await workbench.page.setViewportSize({ width: 1280, height: 2400 });
    await workbench.openSidebar();
    await workbench.toggleView('Experiments');
    await workbench.treeRow('Runs', 'census').waitFor();
  });

  afterAll(async () => {
    await workbench.close();
    await folder.remove();
  });

  describe.for([300, 250])('of %i pixels', (width) => {
    beforeAll(async () => {
      const sidebar = (await workbench.page.locator('.part.sidebar').boundingBox())!;
      await workbench.widenSidebar(width - sidebar.width);
    });

    test.for(samples)('the page of %s fits, and no word breaks', async (name) => {
      const { metrics } = workbench;
      const row = workbench.treeRow('Runs', `run ${name},`);
      await workbench.showRun(row, metrics.title.filter({ hasText: name }));
      await metrics.graph.waitFor();
      await metrics.title.evaluate((title) => title.scrollIntoView({ block: 'center' }));
      await workbench.screenshot(`narrow-${width}-${name}`);
      await metrics.conflict.evaluate((section) => section.scrollIntoView({ block: 'center' }));
      await workbench.screenshot(`narrow-${width}-${name}-conflict`);
      expect(await metrics.narrowFindings()).toEqual({ scrolling: [], broken: [] });
    });
  });

  async function trainEpoch(name: string): Promise<void> {
    await trainExperiment(
      path.resolve('samples', name, `${name}.mtl.json`),
      ...['--set', 'training.epochs=1'],
      ...['--set', `compare.singleTask=${compared.includes(name)}`],
      ...['--run-dir', path.join(folder.folder, '.mtl', 'runs', name)],
    );
  }
});
