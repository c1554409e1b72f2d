/**
 * `npm run bench [-- FILE.json]`: measures speed and size, prints tables and writes JSON. Figures of
 * one case are taken side by side in one run, because a machine is never quiet: read the ratios.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { root, run } from '../scripts/lib/process.mjs';
import { measureData } from './data.mjs';
import { measureEditor } from './editor.mjs';
import { measureSizes } from './sizes.mjs';
import { measureLenet, measureSteps, measureTensorflow } from './steps.mjs';
import { measureTrainer } from './trainer.mjs';

const cases = [
  [
    'Training step of a small network (100 -> 64 shared -> two heads 32 -> 1, batch 256, Adam)',
    measureSteps,
  ],
  ['CSV of 1,000,000 rows x 20 columns', measureData],
  ['Training step of a LeNet (pictures of 36 x 36, two heads, batch 256, Adam)', measureLenet],
  ['The same steps on ONNX Runtime and on tfjs-node', measureTensorflow],
  ['Adult sample in the trainer process', measureTrainer],
  ['In VS Code (served, in Chromium)', measureEditor],
  ['Bundles', measureSizes],
];

const file = path.resolve(process.argv[2] ?? path.join(root, '.cache', 'bench', 'results.json'));
await run(process.execPath, ['esbuild.mjs']);
const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
const results = [];
for (const [title, measure] of cases) {
  const rows = await measure();
  results.push({ title, rows });
  console.log(`\n${title}\n`);
  for (const { name, value, unit, note = '' } of rows) {
    console.log(
      `  ${name.padEnd(44)}${value.toPrecision(4).padStart(10)} ${unit.padEnd(8)}${note}`,
    );
  }
}
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify({ machine, results }, null, 2)}\n`);
console.log(`\nWritten to ${file}`);
