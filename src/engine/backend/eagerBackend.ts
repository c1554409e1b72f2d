import { tensor, util, type Tensor } from '@tensorflow/tfjs-core';
import type { BackendInfo } from '../../shared/run';
import { runOn } from './activeBackend';
import { countSteps } from './programRun';
import type {
  Backend,
  NumberArray,
  Program,
  ProgramResult,
  ProgramRun,
  ProgramSpec,
  TensorSpec,
} from './program';

/** The reference: TensorFlow.js in plain JavaScript. */
export async function openCpu(reason?: string): Promise<Backend> {
  const { registerCpuKernels } = await import('./cpuKernels');
  const version = registerCpuKernels();
  const info: BackendInfo = { name: 'cpu', version, compiled: false, threads: 1 };
  return new EagerBackend('cpu', reason === undefined ? info : { ...info, reason });
}

/** Runs programs step by step and operation by operation on a registered TensorFlow.js backend. */
export class EagerBackend implements Backend {
  constructor(
    private readonly tfjsBackend: string,
    readonly info: BackendInfo,
  ) {}

  compile(spec: ProgramSpec): Promise<Program> {
    return Promise.resolve(new EagerProgram(spec, this.tfjsBackend));
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

class EagerProgram implements Program {
  constructor(
    private readonly spec: ProgramSpec,
    private readonly tfjsBackend: string,
  ) {}

  run(run: ProgramRun): Promise<ProgramResult> {
    return new Promise((resolve) => resolve(this.runSteps(run)));
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private runSteps(run: ProgramRun): ProgramResult {
    const steps = countSteps(this.spec, run);
    let state = run.state;
    let outputs: Float32Array[] = [];
    for (let step = 0; step < steps; step++) {
      const result = runOn(this.tfjsBackend, () => this.runStep(run, step, state));
      state = result.state;
      if (step === 0) {
        outputs = result.outputs.map(({ length }) => new Float32Array(steps * length));
      }
      result.outputs.forEach((values, index) => outputs[index]?.set(values, step * values.length));
    }
    return { state, outputs };
  }

  private runStep(run: ProgramRun, step: number, state: readonly Float32Array[]): ProgramResult {
    const { spec } = this;
    const rows = run.indices.subarray(step * spec.batchSize, (step + 1) * spec.batchSize);
    const returned: Tensor[] = [];
    try {
      const result = spec.step({
        state: spec.state.map((each, index) => toTensor(state[index], each)),
        batch: spec.columns.map((each, index) =>
          toTensor(gatherRows(run.columns[index], each, rows), each, [rows.length]),
        ),
        inputs: spec.stepInputs.map((each, index) =>
          toTensor(rowOf(run.inputs[index], each, step), each),
        ),
      });
      returned.push(...result.state, ...result.outputs);
      const values = (tensors: readonly Tensor[]) =>
        tensors.map((each) => Float32Array.from(each.dataSync()));
      return { state: values(result.state), outputs: values(result.outputs) };
    } finally {
      // Steps `keep` what they return from within a gradient, so that no scope disposes it.
      returned.forEach((each) => each.dispose());
    }
  }
}

function toTensor(
  values: NumberArray = new Float32Array(),
  spec: TensorSpec,
  leading: number[] = [],
): Tensor {
  return tensor(values, [...leading, ...spec.shape], spec.dtype);
}

function rowOf(values: NumberArray = new Float32Array(), { shape }: TensorSpec, row: number) {
  const size = util.sizeFromShape([...shape]);
  return values.subarray(row * size, (row + 1) * size);
}

function gatherRows(
  values: NumberArray | undefined,
  spec: TensorSpec,
  rows: Int32Array,
): NumberArray {
  const size = util.sizeFromShape([...spec.shape]);
  const length = rows.length * size;
  const gathered = spec.dtype === 'int32' ? new Int32Array(length) : new Float32Array(length);
  rows.forEach((row, position) => gathered.set(rowOf(values, spec, row), position * size));
  return gathered;
}
