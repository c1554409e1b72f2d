import { exportedOutputs, type ExportedOutput } from '../engine/export/graphNames';
import { onnxModel } from '../engine/export/onnxModel';
import { buildModel } from '../engine/model/buildModel';
import type { FoundRun } from '../runs/readRun';
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
  const { run } = found;
  const { encoding, weights } = await readTrained(found);
  const bytes = onnxModel({
    model: buildModel(run.experiment.model, encoding),
    encoding,
    weights,
    experiment: run.experiment.name,
    run: run.id,
    version: labVersion,
  });
  return { bytes, encoding, outputs: exportedOutputs(encoding) };
}
