import type { GradientMethodSpec, LossBalancingSpec } from '../../shared/balancingSpec';
import type { BalancingSpec } from '../../shared/experiment';
import type { GradientMethod } from './gradientMethod';
import { alignedMtl } from './gradients/alignedMtl';
import { cagrad } from './gradients/cagrad';
import { config } from './gradients/config';
import { dbMtl } from './gradients/dbMtl';
import { dualproj } from './gradients/dualproj';
import { excessMtl } from './gradients/excessMtl';
import { fairgrad } from './gradients/fairgrad';
import { onlyFinite } from './gradients/finite';
import { graddrop } from './gradients/graddrop';
import { gradnorm } from './gradients/gradnorm';
import { gradvac } from './gradients/gradvac';
import { imtl } from './gradients/imtl';
import { imtlG } from './gradients/imtlG';
import { mgda } from './gradients/mgda';
import { moco } from './gradients/moco';
import { modo } from './gradients/modo';
import { nashMtl } from './gradients/nashMtl';
import { pcgrad } from './gradients/pcgrad';
import { rescaled } from './gradients/rescaled';
import { sdmgrad } from './gradients/sdmgrad';
import { upgrad } from './gradients/upgrad';
import { dwa } from './losses/dwa';
import { equal } from './losses/equal';
import { famo } from './losses/famo';
import { fixed } from './losses/fixed';
import { gls } from './losses/gls';
import { imtlL } from './losses/imtlL';
import { log } from './losses/log';
import { rlw } from './losses/rlw';
import { stch } from './losses/stch';
import { uncertainty } from './losses/uncertainty';
import type { LossMethod } from './lossMethod';

/**
 * A new instance of the method that an experiment asks for.
 * @param tasks names, in the order of the experiment
 * @throws Error when a task has no weight that the method needs
 */
export function createMethod(
  spec: BalancingSpec,
  tasks: readonly string[],
): LossMethod | GradientMethod {
  if (!('rescale' in spec)) return createLossMethod(spec, tasks);
  const method = createGradientMethod(spec, tasks.length);
  return onlyFinite(spec.rescale ? rescaled(method) : method);
}

function createLossMethod(spec: LossBalancingSpec, tasks: readonly string[]): LossMethod {
  switch (spec.method) {
    case 'equal':
      return equal();
    case 'fixed':
      return fixed(spec.weights, tasks);
    case 'log':
      return log();
    case 'uncertainty':
      return uncertainty(spec, tasks.length);
    case 'dwa':
      return dwa(spec, tasks.length);
    case 'gls':
      return gls();
    case 'rlw':
      return rlw(tasks.length);
    case 'famo':
      return famo(spec, tasks.length);
    case 'stch':
      return stch(spec, tasks);
    case 'imtl-l':
      return imtlL(tasks.length);
  }
}

function createGradientMethod(spec: GradientMethodSpec, taskCount: number): GradientMethod {
  switch (spec.method) {
    case 'gradnorm':
      return gradnorm(spec, taskCount);
    case 'excess-mtl':
      return excessMtl(spec, taskCount);
    case 'mgda':
      return mgda(spec);
    case 'pcgrad':
      return pcgrad(spec);
    case 'gradvac':
      return gradvac(spec);
    case 'graddrop':
      return graddrop(spec);
    case 'cagrad':
      return cagrad(spec);
    case 'imtl-g':
      return imtlG();
    case 'imtl':
      return imtl(taskCount);
    case 'nash-mtl':
      return nashMtl(spec);
    case 'fairgrad':
      return fairgrad(spec);
    case 'aligned-mtl':
      return alignedMtl(spec);
    case 'upgrad':
      return upgrad(spec);
    case 'dualproj':
      return dualproj(spec);
    case 'config':
      return config();
    case 'db-mtl':
      return dbMtl(spec);
    case 'moco':
      return moco(spec, taskCount);
    case 'modo':
      return modo(spec, taskCount);
    case 'sdmgrad':
      return sdmgrad(spec, taskCount);
  }
}
