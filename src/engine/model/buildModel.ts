import type { Encoding } from '../../shared/encoding';
import type { ModelSpec } from '../../shared/experiment';
import { buildHardSharing } from './hardSharing';
import type { Model } from './model';

const architectures: Readonly<
  Record<ModelSpec['architecture'], (spec: ModelSpec, encoding: Encoding) => Model>
> = {
  'hard-sharing': buildHardSharing,
};

/** The model of an experiment. Cheap: no tensor is made before a pass. */
export function buildModel(spec: ModelSpec, encoding: Encoding): Model {
  return architectures[spec.architecture](spec, encoding);
}
