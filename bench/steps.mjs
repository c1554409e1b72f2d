import { build } from 'esbuild';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../scripts/lib/process.mjs';

/** Milliseconds of one training step of a small network, for each way to run it. */
export const measureSteps = async () => figures(await (await bundled()).measure());

/** Milliseconds of one training step of a LeNet, for each number of threads. */
export const measureLenet = async () => figures(await (await bundled()).measureLenet());

/** Both in one bundle, because TensorFlow.js registers a backend once in a process. */
async function bundled() {
  // Inside the repository, where the bundle finds the packages that it leaves out.
  const outfile = path.join(root, '.cache', 'bench', 'step.cjs');
  await build({
    entryPoints: [path.join(root, 'bench', 'step.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['onnxruntime-node', '@tensorflow/tfjs-node'],
    logLevel: 'warning',
  });
  return createRequire(import.meta.url)(outfile);
}

function figures(ways) {
  return ways.map(({ name, msPerStep, compileMs }) => ({
    name,
    value: msPerStep,
    unit: 'ms/step',
    note: `ratio ${(msPerStep / ways[0].msPerStep).toFixed(2)}, ${compileMs.toFixed(0)} ms to compile`,
  }));
}
