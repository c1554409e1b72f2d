import { build } from 'esbuild';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../scripts/lib/process.mjs';

/** Milliseconds of one training step, for each way to run it. */
export async function measureSteps() {
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
  const { measure } = createRequire(import.meta.url)(outfile);
  const ways = await measure();
  return ways.map(({ name, msPerStep, compileMs }) => ({
    name,
    value: msPerStep,
    unit: 'ms/step',
    note: `ratio ${(msPerStep / ways[0].msPerStep).toFixed(2)}, ${compileMs.toFixed(0)} ms to compile`,
  }));
}
