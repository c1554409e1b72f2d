import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledChild } from '../harness/bundle.mjs';
import { childWay } from '../harness/childWay.mjs';
import { takeTurns } from '../harness/takeTurns.mjs';
import { launchBrowser, loadPage } from '../harness/webPage.mjs';

const tasks = ['income', 'married'];

/** Filtering the table of many runs, and opening a long run: reading it, then drawing it. */
export const dashboard = {
  name: 'dashboard',
  title: 'Compare Runs: 1,000 runs of 50 tasks, a run of 1,000,000 points',
  async measure({ short }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'mtl-'));
    try {
      const steps = short ? 5000 : 500_000;
      writeFileSync(path.join(folder, 'metrics.jsonl'), longRun(steps));
      const reader = await bundledChild('series');
      const ways = [
        { name: 'page', start: () => startPage(short ? 100 : 1000, steps) },
        childWay('editor', process.execPath, [reader, folder, ...tasks]),
      ];
      const rows = await takeTurns(ways, short ? 2 : 8);
      const [page, editor] = rows.map(({ figures }) => figures);
      const limits = [
        { name: 'filter ms', value: page['filter ms'], atMost: 200 },
        { name: 'open s', value: editor['read s'] + page['draw s'], atMost: 1 },
      ];
      return { rows, limits };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function longRun(steps) {
  const lines = [];
  for (let step = 1; step <= steps; step++) {
    const epoch = Math.floor((step - 1) / 1000);
    const loss = { income: Math.random(), married: 1 / step };
    const weight = { income: 1, married: 1 };
    lines.push(JSON.stringify({ type: 'step', step, epoch, loss, weight }));
    if (step % 1000 > 0) continue;
    const train = { income: { loss: 1, auc: 0.8 }, married: { loss: 1, auc: 0.9 } };
    lines.push(JSON.stringify({ type: 'epoch', epoch, train, learningRate: 0.1, seconds: 1 }));
  }
  return `${lines.join('\n')}\n`;
}

async function startPage(runs, steps) {
  const browser = await launchBrowser();
  return {
    async round() {
      const page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
      const filter = await measureFilter(page, runs);
      const draw = await measureDraw(page, steps);
      await page.close();
      return { 'filter ms': filter, 'draw s': draw / 1000 };
    },
    async stop() {
      await browser.close();
      return {};
    },
  };
}

function listedRuns(count, names) {
  const metrics = Object.fromEntries(names.map((name) => [name, { loss: 0.5, auc: 0.8 }]));
  const spec = { type: 'binary', target: 'y', metrics: ['auc'] };
  return Array.from({ length: count }, (_, index) => ({
    directory: `/runs/${index}`,
    last: metrics,
    notes: {},
    run: {
      id: `adult-${index}`,
      experimentFile: '/adult.mtl.json',
      status: 'completed',
      seed: 1,
      experiment: {
        name: 'adult',
        tasks: Object.fromEntries(names.map((name) => [name, spec])),
        model: { architecture: 'hard-sharing' },
        balancing: { method: 'equal' },
        training: { epochs: 10, optimizer: { learningRate: 1 / (index + 1) } },
      },
      summary: { seconds: 10, best: metrics },
    },
  }));
}

/** Milliseconds from a letter in the filter to the table that is drawn with it. */
async function measureFilter(page, count) {
  const names = Array.from({ length: 50 }, (_, index) => `task${index}`);
  await loadPage(page, 'dashboard', {});
  const json = JSON.stringify(listedRuns(count, names));
  await page.evaluate((text) => postMessage({ mtl: 1, type: 'runs', json: text }, '*'), json);
  await page.locator('.runs tbody tr:not(.spacer)').nth(5).waitFor();
  await page.waitForTimeout(300);
  return page.evaluate(async () => {
    const box = document.querySelector('.filter');
    const counts = document.querySelector('.runs-section > p');
    const [before, start] = [counts.textContent, performance.now()];
    box.value = 'adult-77';
    box.dispatchEvent(new Event('input'));
    while (counts.textContent === before) await new Promise(requestAnimationFrame);
    document.body.getBoundingClientRect();
    return performance.now() - start;
  });
}

/** Milliseconds from the columns of a long run to its drawn training losses. */
async function measureDraw(page, steps) {
  const state = {
    selected: ['/runs/0'],
    styles: ['/runs/0'],
    metric: 'training-loss',
    axis: 'step',
  };
  await loadPage(page, 'dashboard', state);
  const json = JSON.stringify(listedRuns(1, tasks));
  await page.evaluate((text) => postMessage({ mtl: 1, type: 'runs', json: text }, '*'), json);
  await page.locator('.overlay').nth(1).waitFor();
  await page.waitForTimeout(300);
  return page.evaluate(async (count) => {
    const column = (value) => Float64Array.from({ length: count }, (_, index) => value(index));
    const one = Float64Array.of(1);
    const series = {
      step: column((index) => index + 1),
      loss: { income: column(Math.random), married: column((index) => 1 / (index + 1)) },
      epochEnd: Float64Array.of(count),
      epoch: one,
      seconds: one,
      train: {},
      judged: {},
      gradients: [],
    };
    const value = document.querySelector('.legend td');
    const [before, start] = [value.textContent, performance.now()];
    postMessage({ mtl: 1, type: 'series', run: '/runs/0', series }, '*');
    while (value.textContent === before) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - start;
  }, steps);
}
