import type { Encoding } from '../../shared/encoding';
import type { RunInfo } from '../../shared/run';
import type { NamedTensor } from '../../shared/weights';
import { buildModel } from '../model/buildModel';
import type { Model } from '../model/model';
import { openModule } from '../ownModel/openModule';

/** A model that has been trained. */
export interface TrainedRun {
  readonly model: Model;
  readonly encoding: Encoding;
  readonly weights: readonly NamedTensor[];
}

/**
 * Builds the model of a run from what its directory has.
 * @param code of the run's own model; undefined where it has none
 * @throws MtlError of kind `experiment` when the own model's code throws
 */
export async function openTrained(
  { experimentFile: file, experiment }: RunInfo,
  trained: Omit<TrainedRun, 'model'>,
  code: string | undefined,
): Promise<TrainedRun> {
  const module = await openModule({ file, text: '', experiment }, code);
  return { ...trained, model: buildModel(experiment.model, trained.encoding, module) };
}
