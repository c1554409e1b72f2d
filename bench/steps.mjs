import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../scripts/lib/process.mjs';

/** Milliseconds of one training step of a small network, for each way to run it. */
export const measureSteps = async () => figures(await (await bundled()).measure());

/** Milliseconds of one training step of a LeNet, for each number of threads. */
export const measureLenet = async () => figures(await (await bundled()).measureLenet());

/**
 * Milliseconds of the same steps on both compiled backends, in a process for each number of threads:
 * libtensorflow takes it when it loads.
 */
export async function measureTensorflow() {
  const outfile = await bundle('compare');
  const env = { ...process.env, MTL_LAB_DATA: path.join(root, '.cache', 'tfjs-node') };
  return [1, 2].flatMap((threads) =>
    JSON.parse(execFileSync(process.execPath, [outfile, String(threads)], { env }))
      // The two ways of each step.
      .flatMap((_, index, ways) => (index % 2 === 0 ? figures(ways.slice(index, index + 2)) : [])),
  );
}

/** Both in one bundle, because TensorFlow.js registers a backend once in a process. */
async function bundled() {
  return createRequire(import.meta.url)(await bundle('step'));
}

async function bundle(name) {
  // Inside the repository, where the bundle finds the packages that it leaves out.
  const outfile = path.join(root, '.cache', 'bench', `${name}.cjs`);
  await build({
    entryPoints: [path.join(root, 'bench', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['onnxruntime-node', '@tensorflow/tfjs-node'],
    logLevel: 'warning',
  });
  return outfile;
}

function figures(ways) {
  return ways.map(({ name, msPerStep, compileMs }) => ({
    name,
    value: msPerStep,
    unit: 'ms/step',
    note: `ratio ${(msPerStep / ways[0].msPerStep).toFixed(2)}, ${compileMs.toFixed(0)} ms to compile`,
  }));
}
