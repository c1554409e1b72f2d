import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../scripts/lib/process.mjs';

const rows = 1_000_000;
const categorySizes = [2, 5, 8, 16, 40];
const experiment = {
  data: { train: 'table.csv' },
  tasks: { rich: { type: 'binary', target: 'rich' } },
};

/** Reading, splitting and encoding a large CSV file, beside csv-parse alone on the same file. */
export async function measureData() {
  const folder = mkdtempSync(path.join(tmpdir(), 'mtl-lab-bench-'));
  try {
    const script = path.join(folder, 'data.cjs');
    await build({
      entryPoints: [path.join(root, 'bench', 'data.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      mainFields: ['module', 'main'],
      logLevel: 'warning',
    });
    const measure = (way, file) =>
      JSON.parse(execFileSync(process.execPath, [script, way, path.join(folder, file)]));
    writeFileSync(path.join(folder, 'table.mtl.json'), JSON.stringify(experiment));
    writeTable(path.join(folder, 'table.csv'), rows / 10);
    const tenth = measure('load', 'table.mtl.json');
    writeTable(path.join(folder, 'table.csv'), rows);
    const whole = measure('load', 'table.mtl.json');
    const parse = measure('parse', 'table.csv');
    return describe(tenth, whole, parse);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describe(tenth, whole, parse) {
  const memory = whole.peak - whole.baseline;
  return [
    {
      name: 'load: read, infer, split, encode',
      value: whole.seconds,
      unit: 's',
      note: `at most 10, ratio ${(whole.seconds / parse.seconds).toFixed(2)} to csv-parse`,
    },
    { name: 'csv-parse alone', value: parse.seconds, unit: 's' },
    {
      name: 'growth, rows x10',
      value: whole.seconds / tenth.seconds,
      unit: 'times',
      note: `${tenth.seconds.toFixed(2)} s for a tenth of the rows`,
    },
    { name: 'peak memory', value: whole.peak / 1e6, unit: 'MB' },
    {
      name: 'peak memory above the start / encoded table',
      value: memory / whole.encoded,
      unit: 'times',
      note: `at most 3, ${(whole.encoded / 1e6).toFixed(0)} MB encoded`,
    },
  ];
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
