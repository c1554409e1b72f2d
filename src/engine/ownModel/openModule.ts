import { Console } from 'node:console';
import { createContext, Script } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import type { ExperimentSource } from '../../shared/parseExperiment';
import { bundleModule, moduleFile, type ModuleBundle } from './bundleModule';
import { checkMeasures } from './checkMeasures';
import { callLimited, timeLimit } from './guardedCalls';
import { moduleError } from './moduleError';
import { OwnModule, type ModuleExports } from './ownModule';
import { scriptName, SourcePlaces } from './sourcePlaces';
import { t } from '../../shared/l10n';

/**
 * Loads the own model of an experiment, which runs its code.
 * @param code of the bundle that a run kept; undefined to bundle the module as it is now
 * @returns undefined for the architectures of MTL Lab
 * @throws MtlError of kind `experiment` at the line of the module that is wrong
 */
export async function openModule(
  source: ExperimentSource,
  code?: string,
): Promise<OwnModule | undefined> {
  const { model } = source.experiment;
  if (model.architecture !== 'module') return undefined;
  const bundle =
    code === undefined
      ? await bundleModule(source, model.module)
      : { file: moduleFile(source, model.module), code };
  // What tries the module's functions on a few rows computes with it.
  const { registerCpuKernels } = await import('../backend/cpuKernels');
  registerCpuKernels();
  const module = evaluate(bundle);
  checkMeasures(source, module);
  return module;
}

/** Runs a bundle, in a context that has the language and a console on standard error, no more. */
function evaluate(bundle: ModuleBundle): OwnModule {
  const places = new SourcePlaces(bundle);
  const module = { exports: {} as Partial<ModuleExports> };
  const context = createContext({ module, console: new Console(process.stderr) });
  const called = { name: t`The module`, place: { file: bundle.file } };
  callLimited(called, places, () => {
    const script = new Script(bundle.code, { filename: scriptName });
    script.runInContext(context, { timeout: timeLimit });
  });
  const { shared, head, losses = {}, metrics = {} } = module.exports;
  for (const [name, exported] of Object.entries({ shared, head })) {
    if (typeof exported === 'function') continue;
    throw moduleError(
      'module-incomplete',
      t`The module exports no function '${name}'.`,
      { file: bundle.file },
      { hint: t`Write export function ${name}(lab, ...) { ... }, see docs/own-model.md.` },
    );
  }
  const exports = { shared, head, losses, metrics } as ModuleExports;
  return new OwnModule(exports, tf, bundle.code, places, { file: bundle.file });
}
