import type { Encoding } from '../../shared/encoding';
import type { ModelSpec } from '../../shared/modelSpec';
import { buildOwnModel } from '../ownModel/buildOwnModel';
import type { OwnModule } from '../ownModel/ownModule';
import { buildAdapters } from './adapters';
import { buildAdditive } from './additive';
import { buildAitm } from './aitm';
import { buildCgc } from './cgc';
import { buildCrossStitch } from './crossStitch';
import { buildDselectK } from './dselectK';
import { buildEsmm } from './esmm';
import { buildFilm } from './film';
import { buildHardSharing } from './hardSharing';
import { buildLearnedBranching } from './learnedBranching';
import { buildMmoe } from './mmoe';
import type { Model } from './model';
import { buildMtan } from './mtan';
import { buildPle } from './ple';
import { buildSluice } from './sluice';

/**
 * The model of an experiment. Cheap: no tensor is made before a pass, except for an own model.
 * @param module the own model, for the architecture of that name
 * @throws MtlError of kind `experiment` at the line of an own model that is wrong
 */
export function buildModel(spec: ModelSpec, encoding: Encoding, module?: OwnModule): Model {
  switch (spec.architecture) {
    case 'hard-sharing':
      return buildHardSharing(spec, encoding);
    case 'additive':
      return buildAdditive(spec, encoding);
    case 'cross-stitch':
      return buildCrossStitch(spec, encoding);
    case 'sluice':
      return buildSluice(spec, encoding);
    case 'mmoe':
      return buildMmoe(spec, encoding);
    case 'cgc':
      return buildCgc(spec, encoding);
    case 'ple':
      return buildPle(spec, encoding);
    case 'mtan':
      return buildMtan(spec, encoding);
    case 'dselect-k':
      return buildDselectK(spec, encoding);
    case 'learned-branching':
      return buildLearnedBranching(spec, encoding);
    case 'film':
      return buildFilm(spec, encoding);
    case 'adapters':
      return buildAdapters(spec, encoding);
    case 'esmm':
      return buildEsmm(spec, encoding);
    case 'aitm':
      return buildAitm(spec, encoding);
    case 'module':
      if (!module) throw new Error('the module of the model is not loaded');
      return buildOwnModel(module, encoding);
  }
}
