import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, run } from '../../scripts/lib/process.mjs';
import { copySample } from '../harness/samples.mjs';
import { takeTurns } from '../harness/takeTurns.mjs';
import { launchBrowser, loadPage } from '../harness/webPage.mjs';

const points = 10_000;

/** The Metrics view while a training sends steps, twenty times a second, after many of them. */
export const redraw = {
  name: 'redraw',
  title: `The Metrics view of a training that goes on, after ${points} steps`,
  async measure({ short }) {
    const folder = mkdtempSync(path.join(tmpdir(), 'mtl-lab-bench-'));
    try {
      const trained = await trainOnce(folder);
      const way = { name: 'page', start: () => startPage(trained, short ? 1 : 5) };
      const rows = await takeTurns([way], short ? 1 : 4);
      const { figures } = rows[0];
      const limits = [
        { name: 'redraw ms', value: figures['redraw ms'], atMost: 16 },
        { name: 'redraws a second', value: figures['redraws a second'], atMost: 10 },
      ];
      return { rows, limits };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A run of the Adult sample: its record, its model and its steps. */
async function trainOnce(folder) {
  copySample('adult', folder);
  const cli = path.join(root, 'dist', 'cli.cjs');
  const file = path.join(folder, 'adult.mtl.json');
  await run(process.execPath, [cli, 'train', file, '--set', 'training.epochs=2']);
  const runs = path.join(folder, '.mtl', 'runs');
  const directory = path.join(runs, readdirSync(runs)[0]);
  const read = (name) => readFileSync(path.join(directory, name), 'utf8');
  const events = read('metrics.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const record = { ...JSON.parse(read('run.json')), status: 'running' };
  return { run: record, model: JSON.parse(read('model.json')), events };
}

/** As many steps as are asked for, from a number on, with the losses of those that were trained. */
function stepsFrom(events, first, count) {
  const steps = events.filter(({ type }) => type === 'step');
  return Array.from({ length: count }, (_, index) => {
    const step = first + index;
    return { ...steps[step % steps.length], step, epoch: Math.floor(step / steps.length) };
  });
}

async function startPage({ run: record, model, events }, seconds) {
  const browser = await launchBrowser();
  return {
    async round() {
      const page = await browser.newPage({ viewport: { width: 360, height: 1200 } });
      await loadPage(page, 'webview');
      const start = [
        ...stepsFrom(events, 1, points),
        ...events.filter(({ type }) => type !== 'step'),
      ];
      const json = JSON.stringify({ run: record, model, events: start });
      await page.evaluate((text) => {
        postMessage({ mtl: 1, type: 'kept' }, '*');
        postMessage({ mtl: 1, type: 'snapshot', json: text, queue: [], trusted: true }, '*');
      }, json);
      await page.locator('canvas').nth(1).waitFor();
      await page.waitForTimeout(500);
      const lines = stepsFrom(events, points + 1, seconds * 400).map((each) =>
        JSON.stringify(each),
      );
      const drawn = await page.evaluate(drawWhileSending, { lines, runId: record.id });
      await page.close();
      const sorted = drawn.map(({ ms }) => ms).sort((a, b) => a - b);
      const time = (drawn.at(-1).at - drawn[0].at) / 1000;
      return {
        'redraw ms': sorted[Math.floor(sorted.length / 2)],
        'slowest tenth ms': sorted[Math.floor(sorted.length * 0.9)],
        'redraws a second': (drawn.length - 1) / time,
      };
    },
    async stop() {
      await browser.close();
      return {};
    },
  };
}

/**
 * In the page: sends twenty steps every 50 milliseconds.
 * @returns of each frame in which a chart was drawn, when it was and how long the page took: from
 * the first script of the frame until it is laid out and painted
 */
async function drawWhileSending({ lines, runId }) {
  const drawn = [];
  let isDrawn = false;
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    isDrawn = true;
    clearRect.apply(this, area);
  };
  const { port1, port2 } = new MessageChannel();
  let begun;
  port1.onmessage = () => {
    if (isDrawn) drawn.push({ at: begun, ms: performance.now() - begun });
    isDrawn = false;
  };
  const frame = () => {
    begun = performance.now();
    port2.postMessage(undefined);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  for (let sent = 0; sent < lines.length; sent += 20) {
    postMessage({ mtl: 1, type: 'events', runId, lines: lines.slice(sent, sent + 20) }, '*');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return drawn;
}
