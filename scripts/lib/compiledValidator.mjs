import { build } from 'esbuild';
import standalone from 'ajv/dist/standalone/index.js';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from './process.mjs';

const source = path.join(root, 'src', 'shared', 'experimentValidator.ts');
const schema = path.join(root, 'media', 'experiment.schema.json');

/**
 * Replaces the module that compiles the experiment's schema, in a bundle, by the code that this
 * makes: compiling takes a third of the time that a short training takes.
 * @type {import('esbuild').Plugin}
 */
export const compiledValidator = {
  name: 'compiled validator',
  setup({ initialOptions, onLoad }) {
    // A file for each bundle: bundles are built side by side.
    const bundle = path.basename(initialOptions.outfile ?? 'bundle.cjs');
    onLoad({ filter: /[\\/]experimentValidator\.ts$/ }, async () => ({
      contents: await validatorCode(path.join(root, 'out', 'build', `validator-of-${bundle}`)),
      resolveDir: path.dirname(source),
      watchFiles: [source, schema],
    }));
  },
};

/** @param {string} outfile where the module is put to run it */
async function validatorCode(outfile) {
  const packages = 'external';
  await build({ entryPoints: [source], outfile, bundle: true, platform: 'node', packages });
  const require = createRequire(outfile);
  Reflect.deleteProperty(require.cache, outfile);
  const { compiler, validate } = require(outfile);
  return standalone.default(compiler, validate);
}
