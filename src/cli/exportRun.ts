import { decoderModel } from '../engine/export/decoderModel';
import { decodingManifest } from '../engine/export/decodingManifest';
import { exportedOutputs, type ExportedOutput } from '../engine/export/graphNames';
import { onnxModel } from '../engine/export/onnxModel';
import { buildModel } from '../engine/model/buildModel';
import { openModule } from '../engine/ownModel/openModule';
import { fileNamesOf } from '../runs/fileNames';
import { readModule, type FoundRun } from '../runs/readRun';
import { readTrained } from '../runs/trainedWeights';
import type { Encoding } from '../shared/encoding';
import { labVersion } from '../session/environment';

/** A model as files that other programs can run. */
export interface ExportedModel {
  /** By name: the model, and of each task that writes texts its decoder and how to use it. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly encoding: Encoding;
  readonly outputs: readonly ExportedOutput[];
}

/**
 * Makes ONNX models of a run's best weights, preprocessing included.
 * @param name of the model's file
 * @throws MtlError of kind `data` when the run has no weights yet or is of an earlier version
 */
export async function exportRun(found: FoundRun, name: string): Promise<ExportedModel> {
  const { directory, run } = found;
  const { experimentFile: file, experiment } = run;
  const { encoding, weights } = await readTrained(found);
  const code = await readModule(directory, run);
  const module = await openModule({ file, text: '', experiment }, code);
  const trained = {
    model: buildModel(experiment.model, encoding, module),
    encoding,
    weights,
    experiment: experiment.name,
    run: run.id,
    version: labVersion,
  };
  const files = new Map<string, Uint8Array | string>([[name, onnxModel(trained)]]);
  const writing = encoding.tasks.filter(({ text }) => text);
  const taskFiles = fileNamesOf(writing.map((task) => task.name));
  writing.forEach((task, index) => {
    const base = `${name.replace(/\.onnx$/, '')}-${taskFiles[index] ?? ''}`;
    const decoder = `${base}.onnx`;
    const how = decodingManifest(trained, task, { model: name, decoder });
    files.set(decoder, decoderModel(trained, task));
    files.set(`${base}.json`, `${JSON.stringify(how, undefined, 2)}\n`);
  });
  return { files, encoding, outputs: exportedOutputs(trained) };
}
