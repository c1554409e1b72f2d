import { exportedOutputs, type ExportedOutput } from '../engine/export/graphNames';
import { onnxModel } from '../engine/export/onnxModel';
import { buildModel } from '../engine/model/buildModel';
import { openModule } from '../engine/ownModel/openModule';
import { readModule, type FoundRun } from '../runs/readRun';
import { readTrained } from '../runs/trainedWeights';
import type { Encoding } from '../shared/encoding';
import { labVersion } from '../session/environment';

/** A model as a file that other programs can run. */
export interface ExportedModel {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly outputs: readonly ExportedOutput[];
}

/**
 * Makes an ONNX model of a run's best weights, preprocessing included.
 * @throws MtlError of kind `data` when the run has no weights yet or is of an earlier version
 */
export async function exportRun(found: FoundRun): Promise<ExportedModel> {
  const { directory, run } = found;
  const { experimentFile: file, experiment } = run;
  const { encoding, weights } = await readTrained(found);
  const code = await readModule(directory, run);
  const module = await openModule({ file, text: '', experiment }, code);
  const bytes = onnxModel({
    model: buildModel(experiment.model, encoding, module),
    encoding,
    weights,
    experiment: experiment.name,
    run: run.id,
    version: labVersion,
  });
  return { bytes, encoding, outputs: exportedOutputs(encoding) };
}
