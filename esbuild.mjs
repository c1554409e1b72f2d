import { mkdir, readFile } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { ensureMultiMnist } from './scripts/setup/multiMnist.mjs';
import { translateSchema } from './scripts/lib/translateSchema.mjs';
import { compiledValidator } from './scripts/lib/compiledValidator.mjs';
import { replaceFile } from './scripts/lib/replaceFile.mjs';
import { plainVscode } from './scripts/lib/plainVscode.mjs';

const watch = process.argv.includes('--watch');
// While coverage is measured, bundles stay as they are, also for tests that build.
const minify = !process.argv.includes('--dev') && !process.env.NODE_V8_COVERAGE;
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
  external: ['vscode', 'onnxruntime-node', '@tensorflow/tfjs-node', 'esbuild-wasm'],
};

// Started for each trial and window. The extension seldom reads an experiment, and is to be small.
const started = { ...node, plugins: [compiledValidator] };

const page = {
  ...common,
  platform: 'browser',
  format: 'iife',
  target: 'chrome128',
  loader: { '.css': 'css' },
};

const targets = [
  {
    ...node,
    plugins: [plainVscode],
    entryPoints: ['src/extension/extension.ts'],
    outfile: 'dist/extension.cjs',
  },
  { ...started, entryPoints: ['src/trainer/trainer.ts'], outfile: 'dist/trainer.cjs' },
  { ...node, entryPoints: ['src/worker/engine.ts'], outfile: 'dist/engine.cjs' },
  {
    ...started,
    entryPoints: ['src/cli/cli.ts'],
    outfile: 'dist/cli.cjs',
    banner: { js: '#!/usr/bin/env node' },
  },
  { ...page, entryPoints: ['webview/main.ts'], outfile: 'dist/webview.js' },
  { ...page, entryPoints: ['webview/dashboard/main.ts'], outfile: 'dist/dashboard.js' },
];

ensureMultiMnist();
await writeChineseSchema();
if (watch) {
  const contexts = await Promise.all(targets.map((target) => context(target)));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  const results = await Promise.all(targets.map((target) => build({ ...target, write: false })));
  const files = results.flatMap(({ outputFiles }) => outputFiles);
  await Promise.all(files.map(({ path, contents }) => replaceFile(path, contents)));
  // What the bundles hold, for the notices that a package brings.
  await replaceFile('dist/inputs.json', JSON.stringify(inputsOf(results), undefined, 2));
}

/** The files that the bundles have something of. */
function inputsOf(results) {
  const outputs = results.flatMap(({ metafile }) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
  return [
    ...new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file)),
  ];
}

/** The schema of experiment files, with what the editor shows of it in Chinese. */
async function writeChineseSchema() {
  const [schema, messages, texts] = await Promise.all(
    ['media/experiment.schema.json', 'l10n/bundle.l10n.zh-cn.json', 'l10n/schema.zh-cn.json'].map(
      async (file) => JSON.parse(await readFile(file, 'utf8')),
    ),
  );
  const translated = translateSchema(schema, { ...messages, ...texts });
  await mkdir('dist', { recursive: true });
  await replaceFile('dist/experiment.schema.zh-cn.json', JSON.stringify(translated));
}
