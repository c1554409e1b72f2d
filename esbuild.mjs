import { writeFileSync } from 'node:fs';
import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');
const minify = !process.argv.includes('--dev');
const common = {
  bundle: true,
  minify,
  sourcemap: 'linked',
  logLevel: 'info',
  legalComments: 'none',
  metafile: true,
};
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // ES modules first: TensorFlow.js's gradients exist as such only, one copy of it is enough, and
  // jsonc-parser's CommonJS build loads its parts in a way that cannot be bundled.
  mainFields: ['module', 'main'],
  external: ['vscode', 'onnxruntime-node', '@tensorflow/tfjs-node'],
};

const page = {
  ...common,
  platform: 'browser',
  format: 'iife',
  target: 'chrome128',
  loader: { '.css': 'css' },
};

const targets = [
  { ...node, entryPoints: ['src/extension/extension.ts'], outfile: 'dist/extension.cjs' },
  { ...node, entryPoints: ['src/trainer/trainer.ts'], outfile: 'dist/trainer.cjs' },
  { ...node, entryPoints: ['src/worker/engine.ts'], outfile: 'dist/engine.cjs' },
  {
    ...node,
    entryPoints: ['src/cli/cli.ts'],
    outfile: 'dist/cli.cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
  { ...page, entryPoints: ['webview/main.ts'], outfile: 'dist/webview.js' },
  { ...page, entryPoints: ['webview/dashboard/main.ts'], outfile: 'dist/dashboard.js' },
];

if (watch) {
  const contexts = await Promise.all(targets.map((target) => context(target)));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  const results = await Promise.all(targets.map((target) => build(target)));
  // What the bundles hold, for the notices that a package brings.
  writeFileSync('dist/inputs.json', JSON.stringify(inputsOf(results), undefined, 2));
}

/** The files that the bundles have something of. */
function inputsOf(results) {
  const outputs = results.flatMap(({ metafile }) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
  return [
    ...new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file)),
  ];
}
