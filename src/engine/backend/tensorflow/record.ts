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
  return runOn(tfjsBackend, () =>
    recorder.during(backend, () => {
      const returned: Tensor[] = [];
      try {
        const inputs = {
          state: spec.state.map((each) => inputTensor(each)),
          batch: spec.columns.map((each) => inputTensor(each, [spec.batchSize])),
          inputs: spec.stepInputs.map((each) => inputTensor(each)),
        };
        const result = spec.step({
          state: tensorsOf(inputs.state),
          batch: tensorsOf(inputs.batch),
          inputs: tensorsOf(inputs.inputs),
        });
        returned.push(...result.state, ...result.outputs);
        return {
          operations: recorder.operations,
          constants: recorder.constants,
          inputs: {
            state: idsOf(inputs.state),
            batch: idsOf(inputs.batch),
            inputs: idsOf(inputs.inputs),
          },
          state: handlesOf(result.state).map(({ id }) => id),
          outputs: handlesOf(result.outputs),
        };
      } catch (error) {
        throw explainCompileError(error, 'a TensorFlow graph');
      } finally {
        // Steps `keep` what they return from within a gradient, so that no scope disposes it.
        returned.forEach((each) => each.dispose());
      }
    }),
  );

  function inputTensor({ name, shape, dtype }: TensorSpec, leading: number[] = []) {
    const whole = [...leading, ...shape];
    const size = util.sizeFromShape(whole);
    const zeros = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
    const handle = recorder.input(`'${name}'`, whole, dataTypes[dtype], zeros);
    return { id: handle.id, tensor: backend.createOutputTensor(handle) };
  }

  /** Those of tensors that a step returns: constants are recorded, if they are not yet. */
  function handlesOf(tensors: readonly Tensor[]): TensorHandle[] {
    return backend.getInputTensorIds(tensors).map((id) => recorder.known(id));
  }
}

interface InputTensor {
  readonly id: number;
  readonly tensor: Tensor;
}

function tensorsOf(inputs: readonly InputTensor[]): Tensor[] {
  return inputs.map(({ tensor }) => tensor);
}

function idsOf(inputs: readonly InputTensor[]): number[] {
  return inputs.map(({ id }) => id);
}
