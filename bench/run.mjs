/**
 * `npm run bench [-- OPTIONS] [FILE.json]`: measures speed, memory and size, prints tables and
 * writes JSON. The ways of one case take turns in one run, because a machine is never quiet: read
 * the ratios.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printError, ScriptError } from '../scripts/lib/console.mjs';
import { root, run } from '../scripts/lib/process.mjs';
import { dataFolder, ensureTfjsNode } from '../scripts/setup/tfjsNode.mjs';
import { bundles } from './cases/bundles.mjs';
import { compile } from './cases/compile.mjs';
import { dashboard } from './cases/dashboard.mjs';
import { data } from './cases/data.mjs';
import { editor } from './cases/editor.mjs';
import { growth } from './cases/growth.mjs';
import { methods } from './cases/methods.mjs';
import { redraw } from './cases/redraw.mjs';
import { sampleCases } from './cases/samples.mjs';
import { trainer } from './cases/trainer.mjs';
import { trainingCases } from './cases/training.mjs';
import { formatLimits, formatRows } from './harness/report.mjs';

const cases = [
  ...trainingCases,
  ...sampleCases,
  methods,
  growth,
  compile,
  data,
  trainer,
  editor,
  redraw,
  dashboard,
  bundles,
];

const usage = `npm run bench -- [--case NAME]... [--short] [--python PATH]... [FILE.json]

  --case NAME    only this case: ${cases.map(({ name }) => name).join(', ')}
  --short        a few rounds of little work: whether it runs, not how fast
  --python PATH  a Python with PyTorch, or with Keras and TensorFlow (default: python3)
  FILE.json      where the figures go (default: out/bench/results.json)`;

async function main() {
  const { short, help, chosen, pythons, file } = readOptions();
  if (help) return console.log(usage);
  await run(process.execPath, ['esbuild.mjs']);
  process.env.MTL_LAB_DATA = dataFolder;
  const context = { short, pythons, tfjsNode: await findTfjsNode() };
  const results = [];
  for (const { name, title, measure } of chosen) {
    const { rows, limits } = await measure(context);
    results.push({ name, title, rows, limits });
    console.log(`\n${title}  [${name}]\n\n${formatRows(rows)}\n\n${formatLimits(limits)}`);
  }
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ machine, short, results }, null, 2)}\n`);
  if (short) console.log('\nThese figures are those of --short: that it runs, not how fast.');
  console.log(`\nWritten to ${file}`);
}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      case: { type: 'string', multiple: true, default: cases.map(({ name }) => name) },
      short: { type: 'boolean', default: false },
      python: { type: 'string', multiple: true, default: ['python3'] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const chosen = values.case.map((wanted) => {
    const found = cases.find(({ name }) => name === wanted);
    if (!found) throw new ScriptError(`there is no case '${wanted}'`, { hint: usage });
    return found;
  });
  const { short, help, python: pythons } = values;
  const file = path.resolve(positionals[0] ?? path.join(root, 'out', 'bench', 'results.json'));
  return { short, help, chosen, pythons, file };
}

async function findTfjsNode() {
  try {
    await ensureTfjsNode();
    return { installed: true };
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    printError(error);
    return { installed: false, reason: 'could not be installed, see above' };
  }
}

try {
  await main();
} catch (error) {
  printError(error);
  process.exitCode = 1;
}
