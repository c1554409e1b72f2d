/**
 * `npm start`: sets up what is missing and opens the Adult sample in VS Code with the extension.
 * `npm start -- --browser`: in VS Code in the browser, even where `code` is on the PATH.
 * `npm start -- --headless [...]`: trains the sample in the terminal; the rest goes to `mtl-lab`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { startCodeServer } from './codeServer.mjs';
import { printError, step } from './lib/console.mjs';
import { findOnPath, root, run, runInherited } from './lib/process.mjs';
import { ensureCodeServer } from './setup/codeServer.mjs';
import { ensureNodeModules } from './setup/nodeModules.mjs';

const sample = path.join('samples', 'adult');

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  printError(error);
  process.exitCode = 1;
}

async function start(args) {
  await ensureNodeModules();
  await step('Building', () => run(process.execPath, ['esbuild.mjs']));
  if (args.includes('--headless')) {
    const rest = args.filter((argument) => argument !== '--headless');
    const experiment = path.join(sample, 'adult.mtl.json');
    return runInherited(process.execPath, ['dist/cli.cjs', 'train', experiment, ...rest]);
  }
  const folder = workingCopy();
  const code = args.includes('--browser') ? undefined : findDesktopCode();
  return code ? openDesktop(code, folder) : serve(folder);
}

/** A folder to try things in; what a person changed or trained there stays. */
function workingCopy() {
  const folder = path.join(root, '.cache', 'workspace', 'adult');
  cpSync(path.join(root, sample), folder, { recursive: true, force: false });
  return folder;
}

/** The desktop VS Code on the PATH, when it answers and is new enough (not for root on Linux). */
function findDesktopCode() {
  const code = findOnPath(['code']);
  if (!code) return undefined;
  const { status, stdout } = spawnSync(`"${code}"`, ['--version'], {
    shell: true,
    encoding: 'utf8',
  });
  const [major = 0, minor = 0] = (stdout ?? '').split('.').map(Number);
  if (status === 0 && (major > 1 || minor >= 100)) return code;
  console.log(`${code} is older than 1.100 or does not start here: VS Code is served instead.`);
  return undefined;
}

async function openDesktop(code, folder) {
  await step('Opening VS Code', () => run(code, [`--extensionDevelopmentPath=${root}`, folder]));
  console.log(`\nVS Code shows ${folder}\nClick "MTL Lab" in the activity bar.`);
  return 0;
}

async function serve(folder) {
  const entry = await ensureCodeServer();
  const server = await step('Starting VS Code', () =>
    startCodeServer({ entry, home: path.join(root, '.cache', 'vscode') }),
  );
  console.log(`\nOpen this address in a browser, then click "MTL Lab" in the activity bar:\n`);
  console.log(`  ${server.url(folder)}\n\nCtrl-C ends it.`);
  const interrupted = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
  });
  await Promise.race([interrupted, server.ended]);
  await server.stop();
  return 0;
}
