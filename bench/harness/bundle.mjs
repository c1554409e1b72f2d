import { build } from 'esbuild';
import path from 'node:path';
import { root } from '../../scripts/lib/process.mjs';

const bundles = new Map();

/**
 * Bundles a script of bench/children, once.
 * @param {string} name without `.ts`
 * @returns {Promise<string>} the file to run
 */
export function bundledChild(name) {
  if (!bundles.has(name)) bundles.set(name, bundle(name));
  return bundles.get(name);
}

async function bundle(name) {
  // Inside the repository, where the bundle finds the packages that it leaves out.
  const outfile = path.join(root, 'out', 'bench', `${name}.cjs`);
  await build({
    entryPoints: [path.join(root, 'bench', 'children', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['onnxruntime-node', '@tensorflow/tfjs-node', 'esbuild-wasm'],
    logLevel: 'warning',
  });
  return outfile;
}
