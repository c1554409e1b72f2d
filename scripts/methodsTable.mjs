/**
 * `npm run table [-- OPTIONS]`: trains the samples with every balancing method, each with its
 * defaults, and writes what the test parts say into docs/methods.md, between two markers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printError, ScriptError, step } from './lib/console.mjs';
import { comparisonTable } from './lib/methodRows.mjs';
import { root, run } from './lib/process.mjs';

const allSamples = ['adult', 'penguins', 'census'];
const allMethods = readMethods();
const begin = '<!-- Written by npm run table. -->';
const end = '<!-- End of what npm run table writes. -->';

const usage = `npm run table -- [--sample NAME]... [--method NAME]... [--seeds N] [--out FILE]

  --sample NAME  only this sample: ${allSamples.join(', ')}
  --method NAME  only this method: ${allMethods.join(', ')}
  --seeds N      how often each is trained, from the sample's seed on (default: 3)
  --out FILE     a file with the two markers (default: docs/methods.md)`;

async function main() {
  const { help, samples, methods, seeds, out } = readOptions();
  if (help) return console.log(usage);
  const { before, after } = readAround(out);
  await run(process.execPath, ['esbuild.mjs']);
  const sections = [];
  for (const sample of samples) {
    const title = `${sample} (methods: ${methods.length}, seeds: ${seeds})`;
    const comparison = await step(title, () => measure(sample, methods, seeds));
    sections.push(`### ${sample}\n\n${comparisonTable(comparison, methods)}`);
  }
  writeFileSync(out, `${before}\n\n${sections.join('\n')}\n${after}`);
  console.log(`Written to ${path.relative('', out)}`);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      sample: { type: 'string', multiple: true, default: allSamples },
      method: { type: 'string', multiple: true, default: allMethods },
      seeds: { type: 'string', default: '3' },
      out: { type: 'string', default: path.join(root, 'docs', 'methods.md') },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { help, sample: samples, method: methods, seeds, out } = values;
  requireKnown('sample', samples, allSamples);
  requireKnown('method', methods, allMethods);
  return { help, samples, methods, seeds, out };
}

function requireKnown(what, names, known) {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new ScriptError(`there is no ${what} '${unknown}'`, { hint: usage });
}

/**
 * Trains a copy of a sample with every method and seed, and one model a task beside each.
 * @returns {Promise<import('../src/shared/runComparison').RunComparison>} on the test part, by the
 * first metric of each task
 */
async function measure(sample, methods, seeds) {
  const folder = await mkdtemp(path.join(tmpdir(), 'mtl-lab-table-'));
  try {
    const isOwn = (file) => path.basename(file) !== '.mtl';
    await cp(path.join(root, 'samples', sample), folder, { recursive: true, filter: isOwn });
    await mtlLab(folder, [
      ...['sweep', `${sample}.mtl.json`, '--vary', `balancing.method=${methods.join(',')}`],
      ...['--seeds', seeds, '--set', 'compare.singleTask=true'],
      ...['--backend', 'onnxruntime', '--threads', '1'],
    ]);
    const compare = async (...options) =>
      JSON.parse(await mtlLab(folder, ['compare', '--part', 'test', '--json', ...options]));
    const { metrics } = await compare();
    const first = new Map(metrics.toReversed().map(({ task, metric }) => [task, metric]));
    const names = [...first].flatMap(([task, metric]) => ['--metric', `${task}.${metric}`]);
    return await compare(...names);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function mtlLab(cwd, args) {
  const what = `mtl-lab ${args[0]}`;
  return run(process.execPath, [path.join(root, 'dist', 'cli.cjs'), ...args], { cwd, what });
}

/** Every method that needs no setting. */
function readMethods() {
  const file = path.join(root, 'media', 'experiment.schema.json');
  const { definitions } = JSON.parse(readFileSync(file, 'utf8'));
  return definitions.balancing.properties.method.enum.filter((method) => method !== 'fixed');
}

/** What a file has up to the first marker and from the second on. */
function readAround(file) {
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    const hint = `Write these two lines where the table belongs:\n${begin}\n${end}`;
    throw new ScriptError(`${file} has no place for the table`, { hint });
  }
  return { before: text.slice(0, from + begin.length), after: text.slice(to) };
}

try {
  await main();
} catch (error) {
  printError(error);
  process.exitCode = 1;
}
