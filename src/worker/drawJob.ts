import { buildModel } from '../engine/model/buildModel';
import { openModule } from '../engine/ownModel/openModule';
import type { ModelGraph } from '../shared/run';
import type { DrawJob } from './messages';

/** The model of an experiment as a graph, an own model as it is now. @throws MtlError as the engine does */
export async function drawJob({ source, encoding }: DrawJob): Promise<ModelGraph> {
  const module = await openModule(source);
  return buildModel(source.experiment.model, encoding, module).graph;
}
