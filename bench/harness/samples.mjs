import { cpSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lib/process.mjs';

/** Copies a sample without the runs that were trained in it. */
export function copySample(name, folder) {
  const filter = (file) => path.basename(file) !== '.mtl';
  cpSync(path.join(root, 'samples', name), folder, { recursive: true, filter });
}
