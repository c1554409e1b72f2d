import { logSoftmax, type Tensor } from '@tensorflow/tfjs-core';
import type { EncodedTask } from '../../shared/encoding';
import { traceFreeBatch } from '../backend/onnx/freeBatch';
import { valueInfo } from '../backend/onnx/messages';
import type { ProgramSpec, TensorSpec } from '../backend/program';
import { stateWeights, weightState } from '../model/predictionPass';
import { targetText } from '../../shared/targetColumns';
import { t } from '../../shared/l10n';
import { modelFile, type TrainedModel } from './modelFile';
import { passGraph } from './passGraph';

export const writtenName = 'written';
export const logProbabilitiesName = 'logProbabilities';
export const seenName = (place: number): string => `seen${place}`;

/**
 * The bytes of an `.onnx` file with the decoder of a task that writes texts, for any number of rows:
 * what it sees of a row and what has been written give the log probabilities of the token at each
 * place, [batch, tokens, vocabulary - 1], by the tokens before it.
 * @throws MtlError as `onnxModel` does
 */
export function decoderModel(trained: TrainedModel, task: EncodedTask): Uint8Array {
  const { model, weights } = trained;
  const { outputs, targetShape = [], spec } = task;
  const columns = decoderColumns(trained, task);
  const traced = traceFreeBatch((batchSize) => decoderPass(trained, task, batchSize));
  const parts = passGraph(
    model,
    weights,
    traced,
    { node: [], initializer: [] },
    {
      inputs: traced.trace.inputs.batch,
      inputNames: columns,
      outputNames: [{ name: logProbabilitiesName }],
    },
  );
  const shape = ['batch', ...targetShape, outputs];
  const docString = t`For each token of ${targetText(spec)} the log probabilities of the vocabulary, from its second place on.`;
  const graph = {
    ...parts,
    input: columns.map(({ name, shape }) => valueInfo(name, ['batch', ...shape], 'float32')),
    output: [{ ...valueInfo(logProbabilitiesName, shape, 'float32'), docString }],
  };
  return modelFile(trained, graph, { task: task.name });
}

function decoderColumns(
  { model }: Pick<TrainedModel, 'model'>,
  { name, targetShape = [] }: EncodedTask,
): readonly TensorSpec[] {
  const seen = model.writers.get(name)?.seen ?? [];
  return [
    ...seen.map((shape, place) => ({ name: seenName(place), shape, dtype: 'float32' as const })),
    { name: writtenName, shape: targetShape, dtype: 'float32' },
  ];
}

function decoderPass(
  { model }: Pick<TrainedModel, 'model'>,
  task: EncodedTask,
  batchSize: number,
): ProgramSpec {
  const writer = model.writers.get(task.name);
  if (!writer) throw new Error(`${task.name} writes no text`);
  return {
    name: 'decoder',
    batchSize,
    state: weightState(model),
    columns: decoderColumns({ model }, task),
    stepInputs: [],
    step({ state, batch }) {
      const written = batch.at(-1) as Tensor;
      const logits = writer.decode(batch.slice(0, -1), written, stateWeights(model, state));
      return { state, outputs: [logSoftmax(logits)] };
    },
  };
}
