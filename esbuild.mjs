import { build, context } from 'esbuild';

const watch = process.argv.includes('--watch');
const minify = !process.argv.includes('--dev');
const common = {
  bundle: true,
  minify,
  sourcemap: 'linked',
  logLevel: 'info',
  legalComments: 'none',
};
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // ES modules first: TensorFlow.js's gradients exist as such only, one copy of it is enough, and
  // jsonc-parser's CommonJS build loads its parts in a way that cannot be bundled.
  mainFields: ['module', 'main'],
  external: ['vscode', 'onnxruntime-node', '@tensorflow/tfjs-node', 'esbuild'],
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
  await Promise.all(targets.map((target) => build(target)));
}
