import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { step } from '../lib/console.mjs';
import { npm, root } from '../lib/process.mjs';

/** The version of Node.js in VS Code; see test/support/node24.ts for where the tests find it. */
const folder = path.join(root, '.cache', 'node24');
const name = process.platform === 'win32' ? 'node.exe' : 'node';
const executable = path.join(folder, 'node_modules', 'node', 'bin', name);

/** Installs Node.js 24 (npm's package of it) into `.cache` unless it is there. */
export async function ensureNode24() {
  if (existsSync(executable)) return;
  await step('Installing Node.js 24 (node from npm)', async () => {
    mkdirSync(folder, { recursive: true });
    const manifest = { private: true, dependencies: { node: '24.11.0' } };
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    await npm(['install', '--ignore-scripts=false', '--no-audit', '--no-fund'], {
      cwd: folder,
      what: 'Installing Node.js 24',
      hint: 'check the network connection to the npm registry, then run the same command again',
    });
  });
}
