import { traceFreeBatch } from '../backend/onnx/freeBatch';
import { valueInfo } from '../backend/onnx/messages';
import type { ProgramSpec } from '../backend/program';
import { predictionPass, stateWeights } from '../model/predictionPass';
import { describeEncoded, describeInput, describeOutput, outputMetadata } from './describe';
import { encodeInputs } from './encodeInputs';
import { exportedOutputs, type GraphParts } from './graphNames';
import { modelFile, type TrainedModel } from './modelFile';
import { identity, passGraph } from './passGraph';

/**
 * The bytes of an `.onnx` file: an input a feature, columns of a table as they are and pictures
 * encoded, and an output a task, [batch, 1] or [batch, classes], for any number of rows, without
 * dropout; of a task that writes texts what its decoder sees, see `decoderModel`. What they mean is
 * in their descriptions and in the metadata.
 * @throws MtlError of kind `data` when the weights do not fit the model, of kind `backend` or
 * `internal` when the model cannot be written as a graph
 */
export function onnxModel(trained: TrainedModel): Uint8Array {
  const { encoding } = trained;
  const outputs = exportedOutputs(trained);
  const graph = {
    ...graphParts(trained),
    input: [
      ...encoding.features.map((feature) => {
        const dtype = feature.encoding.type === 'number' ? 'float32' : 'string';
        const info = valueInfo(feature.name, ['batch', 1], dtype);
        return { ...info, docString: describeInput(feature) };
      }),
      ...(encoding.inputs ?? []).map(({ name, shape, dtype, encoding: how }) => ({
        ...valueInfo(name, ['batch', ...shape], dtype),
        docString: describeEncoded(how),
      })),
    ],
    output: outputs.map((output) => {
      const info = valueInfo(output.name, ['batch', ...output.shape], 'float32');
      return { ...info, docString: describeOutput(output) };
    }),
  };
  return modelFile(trained, graph, { outputs: outputMetadata(outputs) });
}

/** Nodes and constants, under the names that the file has for them. */
function graphParts(trained: TrainedModel): GraphParts {
  const { model, encoding, weights } = trained;
  const traced = traceFreeBatch((batchSize) => exportedPass(trained, batchSize));
  const { graph, inputs } = traced.trace;
  const hasNumbers = encoding.width > 0;
  const features = inputs.batch.slice(0, hasNumbers ? 1 : 0);
  const encoded = features.map(({ shape }) => encodeInputs(graph, encoding, shape[0] ?? 1));
  const before = {
    node: [
      ...encoded.flatMap((each) => each.node),
      ...features.map(({ name }, index) => identity(encoded[index]?.features.name ?? '', name)),
    ],
    initializer: encoded.flatMap((each) => each.initializer),
  };
  return passGraph(model, weights, traced, before, {
    inputs: [...encoded.flatMap(({ columns }) => columns), ...inputs.batch.slice(features.length)],
    inputNames: [...encoding.features, ...(encoding.inputs ?? [])],
    outputNames: exportedOutputs(trained),
  });
}

/** The tasks' predictions, then what the decoders see. */
function exportedPass(
  { model, encoding }: Pick<TrainedModel, 'model' | 'encoding'>,
  batchSize: number,
): ProgramSpec {
  const pass = predictionPass(model, encoding, batchSize);
  return {
    ...pass,
    step(input) {
      const { state, outputs } = pass.step(input);
      const weights = stateWeights(model, state);
      const seen = encoding.tasks.flatMap(
        ({ name }) => model.writers.get(name)?.encode(input.batch, weights) ?? [],
      );
      return { state, outputs: [...outputs, ...seen] };
    },
  };
}
