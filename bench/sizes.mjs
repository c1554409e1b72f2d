import { statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../scripts/lib/process.mjs';

/** Bundles and how large each may be, in thousands of bytes. */
const limits = {
  'extension.cjs': 300,
  'webview.js': 400,
  'trainer.cjs': undefined,
  'engine.cjs': undefined,
};

/** Kilobytes of what is shipped. */
export function measureSizes() {
  return Object.entries(limits).map(([name, limit]) => ({
    name,
    value: statSync(path.join(root, 'dist', name)).size / 1000,
    unit: 'kB',
    ...(limit && { note: `at most ${limit}` }),
  }));
}
