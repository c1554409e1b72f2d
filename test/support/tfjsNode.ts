import { resolve } from 'node:path';

/** Where `npm test` installs tfjs-node; see scripts/setup/tfjsNode.mjs. */
export const tfjsNodeData = resolve('.cache', 'tfjs-node');
