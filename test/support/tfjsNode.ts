import { resolve } from 'node:path';
import { vi } from 'vitest';

/** Where `npm test` installs tfjs-node; see scripts/setup/tfjsNode.mjs. */
export const tfjsNodeData = resolve('.cache', 'tfjs-node');

/** Opens a backend where that tfjs-node is the installed one. */
export async function whereTfjsNodeIs<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  vi.stubEnv('MTL_LAB_DATA', tfjsNodeData);
  try {
    return await open();
  } finally {
    vi.unstubAllEnvs();
  }
}
