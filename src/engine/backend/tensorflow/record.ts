import { util, type Tensor } from '@tensorflow/tfjs-core';
import { runOn } from '../activeBackend';
import { explainCompileError } from '../compileErrors';
import type { ProgramSpec, TensorSpec } from '../program';
import { dataTypes, tfjsBackend, type TensorflowBackend, type TensorHandle } from './binding';
import { Recorder, type RecordedConstant, type RecordedOperation } from './recorder';

/** What TensorFlow executed in one step. Tensors are named by their ids. */
export interface Recording {
  /** In the order in which they ran. */
  readonly operations: readonly RecordedOperation[];
  readonly constants: ReadonlyMap<number, RecordedConstant>;
  readonly inputs: {
    readonly state: readonly number[];
    readonly batch: readonly number[];
    readonly inputs: readonly number[];
  };
  readonly state: readonly number[];
  readonly outputs: readonly TensorHandle[];
}

/**
 * Runs `step` once on zeros and records what tfjs-node executes, gradients included.
 * @throws MtlError of kind `backend`: `operation-not-compiled`, `value-read-while-compiling`
 */
export function recordStep(spec: ProgramSpec, backend: TensorflowBackend): Recording {
  const recorder = new Recorder(backend.binding);
  try {
    return runOn(tfjsBackend, () =>
      recorder.during(backend, () => runStep(spec, backend, recorder)),
    );
  } catch (error) {
    throw explainCompileError(error, 'a TensorFlow graph');
  }
}

function runStep(spec: ProgramSpec, backend: TensorflowBackend, recorder: Recorder): Recording {
  const inputHandle = (each: TensorSpec, leading?: number[]) =>
    recorder.input(`'${each.name}'`, ...zeros(each, leading));
  const tensors = (handles: readonly TensorHandle[]) =>
    handles.map((handle) => backend.createOutputTensor(handle));
  const state = spec.state.map((each) => inputHandle(each));
  const batch = spec.columns.map((each) => inputHandle(each, [spec.batchSize]));
  const inputs = spec.stepInputs.map((each) => inputHandle(each));
  const returned: Tensor[] = [];
  try {
    const result = spec.step({
      state: tensors(state),
      batch: tensors(batch),
      inputs: tensors(inputs),
    });
    returned.push(...result.state, ...result.outputs);
    // Constants that are returned are handed to TensorFlow here, and so recorded.
    const handles = (each: readonly Tensor[]) =>
      backend.getInputTensorIds(each).map((id) => recorder.known(id));
    return {
      operations: recorder.operations,
      constants: recorder.constants,
      inputs: { state: ids(state), batch: ids(batch), inputs: ids(inputs) },
      state: ids(handles(result.state)),
      outputs: handles(result.outputs),
    };
  } finally {
    // Steps `keep` what they return from within a gradient, so that no scope disposes it.
    returned.forEach((each) => each.dispose());
  }
}

function zeros({ shape, dtype }: TensorSpec, leading: number[] = []) {
  const whole = [...leading, ...shape];
  const size = util.sizeFromShape(whole);
  const values = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
  return [whole, dataTypes[dtype], values] as const;
}

function ids(handles: readonly TensorHandle[]): number[] {
  return handles.map(({ id }) => id);
}
