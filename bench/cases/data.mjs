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
      const files = {
        whole: writeExperiment(folder, 'whole', count, mixedColumns),
        tenth: writeExperiment(folder, 'tenth', count / 10, mixedColumns),
        long: writeExperiment(folder, 'long', count, longColumns),
      };
      const rows = withRatio(await takeTurns(await dataWays(files), 1), 's');
      return { rows, limits: dataLimits(rows) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function dataWays({ whole, tenth, long }) {
  const script = await bundledChild('data');
  const way = (name, mode, file) =>
    freshWay(name, async () => JSON.parse(execFileSync(process.execPath, [script, mode, file])));
  return [
    way('loading', 'load', whole.experiment),
    way('loading a tenth of it', 'load', tenth.experiment),
    way('loading numbers of 17 digits', 'load', long.experiment),
    way('csv-parse alone', 'parse', whole.table),
  ];
}

function dataLimits([whole, tenth, long]) {
  const { s } = whole.figures;
  const memory = ({ name, figures }) => ({
    name: `memory above the start / encoded table: ${name}`,
    value: figures['above start MB'] / figures['encoded MB'],
    atMost: 3,
  });
  return [
    { name: 's: loading', value: s, atMost: 10 },
    { name: 's: rows x10', value: s / tenth.figures.s, atMost: 11 },
    memory(whole),
    memory(long),
  ];
}

function writeExperiment(folder, name, count, columns) {
  const table = path.join(folder, `${name}.csv`);
  const experiment = path.join(folder, `${name}.mtl.json`);
  writeTable(table, count, columns);
  const tasks = { rich: { type: 'binary', target: 'rich' } };
  writeFileSync(experiment, JSON.stringify({ data: { train: `${name}.csv` }, tasks }));
  return { table, experiment };
}

/** 15 columns of numbers, 5 of categories. */
function mixedColumns(uniform) {
  const numbers = [
    () => `${Math.floor(uniform() * 90)}`,
    () => (uniform() * 200 - 100).toFixed(2),
    () => (uniform() * 10 - 5).toFixed(6),
  ];
  return [
    ...Array.from({ length: 15 }, (_, index) => [`number ${index}`, numbers[index % 3]]),
    ...categorySizes.map((size, index) => [
      `category ${index}`,
      () => `category ${Math.floor(uniform() * size)}`,
    ]),
  ];
}

/** 20 columns of numbers that fill a double. */
function longColumns(uniform) {
  return Array.from({ length: 20 }, (_, index) => [`number ${index}`, () => `${uniform() / 3}`]);
}

/** The columns and a target: the same cells each time. */
function writeTable(file, count, columnsOf) {
  let state = 1;
  const uniform = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const columns = [...columnsOf(uniform), ['rich', () => (uniform() < 0.4 ? '1' : '0')]];
  const handle = openSync(file, 'w');
  writeSync(handle, `${columns.map(([name]) => name).join(',')}\n`);
  for (let written = 0; written < count; written += 1000) {
    const lines = Array.from({ length: 1000 }, () => columns.map(([, cell]) => cell()).join(','));
    writeSync(handle, `${lines.join('\n')}\n`);
  }
  closeSync(handle);
}
