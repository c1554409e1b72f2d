import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledChild } from '../harness/bundle.mjs';
import { freshWay, takeTurns, withRatio } from '../harness/takeTurns.mjs';

const categorySizes = [2, 5, 8, 16, 40];

/** Reading, splitting and encoding a large CSV file, beside csv-parse alone on the same file. */
export const data = {
  name: 'data',
  title: 'Loading a CSV of 1,000,000 rows x 20 columns: read, infer, split, encode',
  async measure({ short }) {
    const count = short ? 10_000 : 1_000_000;
    const folder = mkdtempSync(path.join(tmpdir(), 'mtl-lab-bench-'));
    try {
      const files = { whole: writeExperiment(folder, 'whole', count) };
      files.tenth = writeExperiment(folder, 'tenth', count / 10);
      const rows = withRatio(await takeTurns(await dataWays(files), 1), 's');
      return { rows, limits: dataLimits(rows) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function dataWays({ whole, tenth }) {
  const script = await bundledChild('data');
  const way = (name, mode, file) =>
    freshWay(name, async () => JSON.parse(execFileSync(process.execPath, [script, mode, file])));
  return [
    way('loading', 'load', whole.experiment),
    way('loading a tenth of it', 'load', tenth.experiment),
    way('csv-parse alone', 'parse', whole.table),
  ];
}

function dataLimits([whole, tenth]) {
  const { s, 'above start MB': memory, 'encoded MB': encoded } = whole.figures;
  return [
    { name: 's: loading', value: s, atMost: 10 },
    { name: 's: rows x10', value: s / tenth.figures.s, atMost: 11 },
    { name: 'memory above the start / encoded table', value: memory / encoded, atMost: 3 },
  ];
}

function writeExperiment(folder, name, count) {
  const table = path.join(folder, `${name}.csv`);
  const experiment = path.join(folder, `${name}.mtl.json`);
  writeTable(table, count);
  const tasks = { rich: { type: 'binary', target: 'rich' } };
  writeFileSync(experiment, JSON.stringify({ data: { train: `${name}.csv` }, tasks }));
  return { table, experiment };
}

/** 15 columns of numbers, 5 of categories and a target: the same cells each time. */
function writeTable(file, count) {
  let state = 1;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const numbers = [
    () => `${Math.floor(uniform() * 90)}`,
    () => (uniform() * 200 - 100).toFixed(2),
    () => (uniform() * 10 - 5).toFixed(6),
  ];
  const columns = [
    ...Array.from({ length: 15 }, (_, index) => [`number ${index}`, numbers[index % 3]]),
    ...categorySizes.map((size, index) => [
      `category ${index}`,
      () => `category ${Math.floor(uniform() * size)}`,
    ]),
    ['rich', () => (uniform() < 0.4 ? '1' : '0')],
  ];
  const handle = openSync(file, 'w');
  writeSync(handle, `${columns.map(([name]) => name).join(',')}\n`);
  for (let written = 0; written < count; written += 1000) {
    const lines = Array.from({ length: 1000 }, () => columns.map(([, cell]) => cell()).join(','));
    writeSync(handle, `${lines.join('\n')}\n`);
  }
  closeSync(handle);
}
