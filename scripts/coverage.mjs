/**
 * `npm run coverage`: which lines of the code the tests reach, in every process that they start: the
 * unit tests, the command line, the trainer and its engine, VS Code's extension host and its pages.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mergeProcessCovs } from '@bcoe/v8-coverage';
import { convert } from 'ast-v8-to-istanbul';
import istanbul from 'istanbul-lib-coverage';
import { parseAstAsync } from 'vitest/node';
import { printError } from './lib/console.mjs';
import { root, run, runInherited } from './lib/process.mjs';

const rawFolder = path.join(root, 'out', 'coverage');
const unitReport = path.join(root, 'coverage', 'coverage-final.json');
const lineReport = path.join(root, 'coverage', 'lines.json');
const dist = path.join(root, 'dist');

try {
  process.exitCode = await measure();
} catch (error) {
  printError(error);
  process.exitCode = 1;
}

async function measure() {
  rmSync(rawFolder, { recursive: true, force: true });
  // As they are written, a statement a line: what is measured is said of lines.
  await run(process.execPath, ['esbuild.mjs', '--dev']);
  const unit = await vitest(['--project', 'unit', '--coverage']);
  const others = await vitest(
    ['process', 'vscode', 'e2e'].flatMap((project) => ['--project', project]),
    { NODE_V8_COVERAGE: rawFolder },
  );
  await report();
  await run(process.execPath, ['esbuild.mjs']);
  return unit || others;
}

/** Runs tests on this terminal; returns the exit status. */
function vitest(args, env = {}) {
  const program = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  return runInherited(process.execPath, [program, '--run', ...args], {
    env: { ...process.env, ...env },
  });
}

/** Puts the processes' coverage together and prints it folder by folder. */
async function report() {
  const lines = linesOf(istanbul.createCoverageMap(JSON.parse(await readFile(unitReport, 'utf8'))));
  for (const coverage of await readRawCoverage()) {
    const found = linesOf(istanbul.createCoverageMap(await toSources(coverage)));
    for (const [file, counts] of Object.entries(found)) add(counts, lines[file] ?? {});
  }
  await writeFile(lineReport, JSON.stringify(lines, undefined, 1));
  printFolders(lines);
}

/** How often each line of each file ran; what runs in no bundle keeps what the unit tests say. */
function linesOf(coverageMap) {
  return Object.fromEntries(
    coverageMap
      .files()
      .map((file) => [
        path.relative(root, file),
        coverageMap.fileCoverageFor(file).getLineCoverage(),
      ]),
  );
}

/** Adds what other processes counted to the lines that count. */
function add(counts, lines) {
  for (const line of Object.keys(lines)) lines[line] += counts[line] ?? 0;
}

/** What V8 counted in each bundle, all processes together. */
async function readRawCoverage() {
  let merged = { result: [] };
  for (const name of existsSync(rawFolder) ? readdirSync(rawFolder) : []) {
    const { result } = JSON.parse(await readFile(path.join(rawFolder, name), 'utf8'));
    const own = result.filter(({ url }) => url.startsWith(pathToFileURL(dist).href));
    merged = mergeProcessCovs([merged, { result: own }]);
  }
  return merged.result;
}

async function toSources(coverage) {
  const file = fileURLToPath(coverage.url);
  const code = await readFile(file, 'utf8');
  const sourceMap = JSON.parse(await readFile(`${file}.map`, 'utf8'));
  const ast = await parseAstAsync(code.replace(/^#!.*/, (line) => ' '.repeat(line.length)));
  return convert({ code, ast, sourceMap, coverage, wrapperLength: 0 });
}

function printFolders(lines) {
  const folders = new Map();
  for (const [file, counts] of Object.entries(lines)) {
    const folder = path.dirname(file).split(path.sep).slice(0, 2).join('/');
    for (const name of [folder, 'all']) {
      const total = folders.get(name) ?? { lines: 0, reached: 0 };
      total.lines += Object.keys(counts).length;
      total.reached += Object.values(counts).filter((count) => count > 0).length;
      folders.set(name, total);
    }
  }
  console.log('\nLines reached');
  for (const [name, total] of [...folders].sort(([a], [b]) => a.localeCompare(b)))
    console.log(
      `${name.padEnd(28)} ${((100 * total.reached) / total.lines).toFixed(1).padStart(5)} %` +
        `  ${total.reached} of ${total.lines}`,
    );
}
