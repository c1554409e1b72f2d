import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// Inside the repository, where the bundle finds the packages that it leaves out.
const outfile = fileURLToPath(new URL('../.cache/bench/step.cjs', import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL('step.ts', import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['onnxruntime-node', '@tensorflow/tfjs-node'],
  logLevel: 'warning',
});
createRequire(import.meta.url)(outfile);
