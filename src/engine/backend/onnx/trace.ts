import { engine, registerBackend, registerKernel, type Tensor } from '@tensorflow/tfjs-core';
import { runOn } from '../activeBackend';
import type { ProgramSpec, TensorSpec } from '../program';
import { explainCompileError } from '../compileErrors';
import { OnnxGraph, type Value } from './graph';
import { kernelTable } from './kernels/kernelTable';
import { SymbolicBackend } from './symbolicBackend';

/** A step as a graph: what it reads and what it computes. */
export interface Trace {
  readonly graph: OnnxGraph;
  readonly inputs: StepValues;
  readonly state: readonly Value[];
  /** As float32, whatever the step's own types. */
  readonly outputs: readonly Value[];
}

export interface StepValues {
  readonly state: readonly Value[];
  readonly batch: readonly Value[];
  readonly inputs: readonly Value[];
}

const backendName = 'onnx';
const backend = new SymbolicBackend();
// The lowest priority: TensorFlow.js must never choose this backend by itself.
registerBackend(backendName, () => backend, 0);
for (const [kernelName, kernel] of Object.entries(kernelTable)) {
  registerKernel({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs }) =>
      backend.appendKernel(kernelName, kernel, inputs, attrs ?? {}),
  });
}

/**
 * Runs `step` once on tensors without values and records what it does, gradients included.
 * @throws MtlError of kind `backend`: `operation-not-compiled`, `value-read-while-compiling`
 */
export function traceStep(spec: ProgramSpec, block?: number): Trace {
  const { state, columns, stepInputs, batchSize } = spec;
  const graph = new OnnxGraph(block);
  const inputs: StepValues = {
    state: state.map((spec, index) => inputValue(`state${index}`, spec)),
    batch: columns.map((spec, index) => inputValue(`batch${index}`, spec, [batchSize])),
    inputs: stepInputs.map((spec, index) => inputValue(`input${index}`, spec)),
  };
  return runOn(backendName, () =>
    backend.withGraph(graph, () => {
      const returned: Tensor[] = [];
      try {
        const result = spec.step({
          state: inputs.state.map((value, index) => tensor(value, state[index])),
          batch: inputs.batch.map((value, index) => tensor(value, columns[index])),
          inputs: inputs.inputs.map((value, index) => tensor(value, stepInputs[index])),
        });
        returned.push(...result.state, ...result.outputs);
        return {
          graph,
          inputs,
          state: result.state.map((each) => backend.graphValue(each)),
          outputs: result.outputs.map((each) => graph.cast(backend.graphValue(each), 'float32')),
        };
      } catch (error) {
        throw explainCompileError(error, 'ONNX');
      } finally {
        // Steps `keep` what they return from within a gradient, so that no scope disposes it.
        returned.forEach((each) => each.dispose());
      }
    }),
  );
}

function inputValue(name: string, { shape, dtype }: TensorSpec, leading: number[] = []): Value {
  return { name, shape: [...leading, ...shape], dtype };
}

function tensor(value: Value, spec: TensorSpec | undefined): Tensor {
  const info = backend.tensorInfo(value, `'${spec?.name ?? value.name}'`);
  return engine().makeTensorFromTensorInfo(info, backend);
}
