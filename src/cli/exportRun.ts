import { existsSync } from 'node:fs';
import { exportedOutputs, type ExportedOutput } from '../engine/export/graphNames';
import { onnxModel } from '../engine/export/onnxModel';
import { buildModel } from '../engine/model/buildModel';
import { openModule } from '../engine/ownModel/openModule';
import { readEncoding } from '../runs/encodingFile';
import { readModule, type FoundRun } from '../runs/readRun';
import { runFiles } from '../runs/runFiles';
import { readSafetensors } from '../runs/safetensors';
import type { Encoding } from '../shared/encoding';
import { MtlError } from '../shared/errors';
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
export async function exportRun({ directory, run }: FoundRun): Promise<ExportedModel> {
  const files = runFiles(directory);
  if (!existsSync(files.weights)) {
    throw new MtlError({
      kind: 'data',
      code: 'no-weights',
      message: `The run ${run.id} has no weights: it has not got to the end of an epoch.`,
      hint: 'Wait for its first epoch, or go on with it by mtl-lab train --resume.',
      location: { file: files.weights },
    });
  }
  const encoding = await readEncoding(directory);
  const { tensors } = await readSafetensors(files.weights);
  const { experimentFile: file, experiment } = run;
  const code = await readModule(directory, run);
  const module = await openModule({ file, text: '', experiment }, code);
  const bytes = onnxModel({
    model: buildModel(experiment.model, encoding, module),
    encoding,
    weights: tensors,
    experiment: experiment.name,
    run: run.id,
    version: labVersion,
  });
  return { bytes, encoding, outputs: exportedOutputs(encoding) };
}
