import { statSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lib/process.mjs';
import { freshWay, takeTurns } from '../harness/takeTurns.mjs';

/** Bundles and how large each may be, in thousands of bytes. */
const most = {
  'extension.cjs': 300,
  'webview.js': 400,
  'dashboard.js': 400,
  'trainer.cjs': undefined,
  'engine.cjs': undefined,
};

/** What is shipped. */
export const bundles = {
  name: 'bundles',
  title: 'Bundles',
  async measure() {
    const size = (name) => statSync(path.join(root, 'dist', name)).size / 1000;
    const ways = Object.keys(most).map((name) => freshWay(name, async () => ({ kB: size(name) })));
    const rows = await takeTurns(ways, 1);
    const limits = rows.map(({ name, figures }) => ({
      name: `kB: ${name}`,
      value: figures.kB,
      atMost: most[name],
    }));
    return { rows, limits: limits.filter(({ atMost }) => atMost) };
  },
};
