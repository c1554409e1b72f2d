import { resolve } from 'node:path';

const name = process.platform === 'win32' ? 'node.exe' : 'node';

/** Node.js 24, the version in VS Code, as `npm test` installs it; see scripts/setup/node24.mjs. */
export const node24 = resolve('.cache', 'node24', 'node_modules', 'node', 'bin', name);
