import { existsSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import type { BuildFailure, Message, OnResolveArgs, OnResolveResult, Plugin } from 'esbuild-wasm';
import { MtlError, type ErrorReport } from '../../shared/errors';
import { locate } from '../../shared/jsonText';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { moduleError } from './moduleError';
import { t } from '../../shared/l10n';

/** An own model as one script, which a run keeps. */
export interface ModuleBundle {
  /** Absolute path of the module that the experiment names. */
  readonly file: string;
  /** CommonJS, with its source map in the last line. */
  readonly code: string;
}

/** The module of an experiment. */
export function moduleFile({ file }: Pick<ExperimentSource, 'file'>, module: string): string {
  return resolve(dirname(file), module);
}

/**
 * Makes one script of a module, TypeScript or JavaScript, and what it imports by relative paths. No
 * code of it runs.
 * @throws MtlError of kind `experiment`, at the line, when it cannot be read or parsed or imports a
 * package
 */
export async function bundleModule(
  source: ExperimentSource,
  module: string,
): Promise<ModuleBundle> {
  const file = moduleFile(source, module);
  if (!existsSync(file)) {
    throw moduleError(
      'module-missing',
      t`There is no module '${module}'.`,
      locate(source, ['model', 'module']),
      { hint: t`The path is relative to the experiment file.` },
    );
  }
  const { build, stop } = await import('esbuild-wasm');
  try {
    const { outputFiles } = await build({
      entryPoints: [basename(file)],
      absWorkingDir: dirname(file),
      outfile: `${basename(file, extname(file))}.bundle.js`,
      write: false,
      bundle: true,
      platform: 'neutral',
      format: 'cjs',
      target: 'es2022',
      sourcemap: 'inline',
      // What a tsconfig.json around says is for other code.
      tsconfigRaw: {},
      logLevel: 'silent',
      plugins: [relativeOnly],
    });
    return { file, code: outputFiles[0]?.text ?? '' };
  } catch (error) {
    throw isBuildFailure(error) ? failure(error, file) : error;
  } finally {
    await stop();
  }
}

const relativeOnly: Plugin = {
  name: 'relative-only',
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, ({ kind, path }: OnResolveArgs): OnResolveResult => {
      if (kind === 'entry-point') return {};
      const text = `'${path}' cannot be imported, only files by relative paths. TensorFlow.js is lab.tf.`;
      return { errors: [{ text }] };
    });
  },
};

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function failure(error: BuildFailure, file: string): MtlError {
  const [first, ...others] = error.errors.map((message) => reportOf(message, file));
  if (!first) throw error;
  return new MtlError(others.length > 0 ? { ...first, others } : first, { cause: error });
}

function reportOf({ text, location }: Message, file: string): ErrorReport {
  const place = location && { line: location.line, column: location.column + 1 };
  return {
    kind: 'experiment',
    code: 'module-invalid',
    message: text,
    location: { file: location ? resolve(dirname(file), location.file) : file, ...place },
  };
}
