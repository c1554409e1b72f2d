import type { EncodedTask, Encoding } from '../../shared/encoding';
import { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import type { NamedTensor } from '../../shared/weights';
import { traceFreeBatch } from '../backend/onnx/freeBatch';
import { rawData, valueInfo } from '../backend/onnx/messages';
import {
  elementTypes,
  encodeModel,
  irVersion,
  opset,
  type NodeProto,
  type TensorProto,
} from '../backend/onnx/schema';
import type { Model } from '../model/model';
import { predictionPass } from '../model/predictionPass';
import { describeEncoded, describeInput, describeOutput, outputMetadata } from './describe';
import { encodeInputs, textOperators } from './encodeInputs';
import { exportedOutputs, renamed, type GraphParts, type Named } from './graphNames';

/** A trained model with what makes its inputs of a table's columns. */
export interface TrainedModel {
  readonly model: Model;
  readonly encoding: Encoding;
  readonly weights: readonly NamedTensor[];
  readonly experiment: string;
  readonly run: string;
  /** Version of MTL Lab. */
  readonly version: string;
}

/**
 * The bytes of an `.onnx` file: an input a feature, columns of a table as they are and pictures
 * encoded, and an output a task, [batch, 1] or [batch, classes], for any number of rows, without dropout; what they mean is in their
 * descriptions and in the metadata.
 * @throws MtlError of kind `usage` where a task writes texts, which takes a pass a token, of kind
 * `data` when the weights do not fit the model, of kind `backend` or
 * `internal` when the model cannot be written as a graph
 */
export function onnxModel(trained: TrainedModel): Uint8Array {
  const { encoding, experiment, run, version } = trained;
  const writer = encoding.tasks.find(({ text }) => text);
  if (writer) throw writesTexts(writer.name);
  const outputs = exportedOutputs(encoding);
  return encodeModel({
    irVersion,
    producerName: 'mtl-lab',
    producerVersion: version,
    opsetImport: [{ domain: '', version: opset }, textOperators],
    metadataProps: [
      { key: 'experiment', value: experiment },
      { key: 'run', value: run },
      { key: 'outputs', value: outputMetadata(outputs) },
    ],
    graph: {
      name: experiment,
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
      output: outputs.map(({ name, task }) => {
        const info = valueInfo(name, ['batch', ...outputShapeOf(task)], 'float32');
        return { ...info, docString: describeOutput(task) };
      }),
    },
  });
}

/** Of a prediction: labels of tokens come with the probabilities of each. */
function outputShapeOf({ spec, outputs, outputShape = [] }: EncodedTask): readonly number[] {
  return spec.type === 'tagging'
    ? [...outputShape, outputs]
    : outputShape.length > 0
      ? outputShape
      : [outputs];
}

/** Nodes and constants, under the names that the file has for them. */
function graphParts({ model, encoding, weights }: TrainedModel): GraphParts {
  const { layout } = model;
  const { trace, node, initializer } = traceFreeBatch((batchSize) =>
    predictionPass(model, encoding, batchSize),
  );
  const { graph, inputs } = trace;
  const hasNumbers = encoding.width > 0;
  const features = inputs.batch.slice(0, hasNumbers ? 1 : 0);
  const encoded = features.map(({ shape }) => encodeInputs(graph, encoding, shape[0] ?? 1));
  const outputs = trace.outputs.map(({ name: from }, index) => ({ from, name: `output${index}` }));
  // The encoding and the model share small constants.
  const constants = [...encoded.flatMap((each) => each.initializer), ...initializer].map(
    (each) => [each.name, each] as const,
  );
  const parts = {
    node: [
      ...encoded.flatMap((each) => each.node),
      ...features.map(({ name }, index) => identity(encoded[index]?.features.name ?? '', name)),
      ...node,
      ...outputs.map(({ from, name }) => identity(from, name)),
    ],
    initializer: [
      ...weightTensors(inputs.state, layout.toNamed(layout.fromNamed(weights))),
      ...new Map(constants).values(),
    ],
  };
  return renamed(
    renamed(parts, inputs.state, layout.parameters),
    [
      ...encoded.flatMap(({ columns }) => columns),
      ...inputs.batch.slice(features.length),
      ...outputs,
    ],
    [...encoding.features, ...(encoding.inputs ?? []), ...exportedOutputs(encoding)],
  );
}

/** @param values of the graph, in the order of the weights */
function weightTensors(values: readonly Named[], weights: readonly NamedTensor[]): TensorProto[] {
  return weights.map((weight, index) => ({
    name: values[index]?.name ?? '',
    dataType: elementTypes.float32,
    dims: [...weight.shape],
    rawData: rawData(weight.values, 'float32'),
  }));
}

function identity(from: string, to: string): NodeProto {
  return { opType: 'Identity', input: [from], output: [to], attribute: [] };
}

function writesTexts(task: string): MtlError {
  return new MtlError({
    kind: 'usage',
    code: 'writes-texts',
    message: t`'${task}' writes texts, token by token: such a model can be trained and asked, but not yet exported.`,
    hint: t`Train without this task for a model to export.`,
  });
}
