import path from 'node:path';
import { step } from '../lib/console.mjs';
import { root, run } from '../lib/process.mjs';

/** Where the tests find the tfjs-node that the product installed; see test/support/tfjsNode.ts. */
export const dataFolder = path.join(root, '.cache', 'tfjs-node');

/** Installs tfjs-node into `.cache` unless it works there, as its users do: with the built command. */
export async function ensureTfjsNode() {
  await step('Installing tfjs-node unless it works (mtl-lab backend install)', () =>
    run(process.execPath, [path.join(root, 'dist', 'cli.cjs'), 'backend', 'install'], {
      env: { ...process.env, MTL_LAB_DATA: dataFolder },
      what: 'mtl-lab backend install',
      hint: 'see the reasons above; the tests of the backend tfjs-node need it',
    }),
  );
}
