import type { Encoding } from '../../shared/encoding';
import type { NamedTensor } from '../../shared/weights';
import { encodeModel, irVersion, ownOperators, type GraphProto } from '../backend/onnx/schema';
import type { Model } from '../model/model';
import { textOperators } from './encodeInputs';

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

/** The bytes of an `.onnx` file. @param metadata what programs want to know, as JSON by key */
export function modelFile(
  { experiment, run, version }: TrainedModel,
  graph: Omit<GraphProto, 'name'>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  return encodeModel({
    irVersion,
    producerName: 'mtl-lab',
    producerVersion: version,
    opsetImport: [ownOperators, textOperators],
    metadataProps: Object.entries({ experiment, run, ...metadata }).map(([key, value]) => ({
      key,
      value,
    })),
    graph: { name: experiment, ...graph },
  });
}
