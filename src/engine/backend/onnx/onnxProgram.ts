import type { InferenceSession, OnnxValue, Tensor, TensorConstructor } from 'onnxruntime-node';
import type { NumberArray, Program, ProgramResult, ProgramRun, ProgramSpec } from '../program';
import { countSteps } from '../programRun';
import { sizeOf } from '../../../shared/shape';
import { names } from './programModel';

/** A compiled program: one call of ONNX Runtime runs all steps. */
export class OnnxProgram implements Program {
  private readonly outputNames: readonly string[];

  constructor(
    private readonly spec: ProgramSpec,
    private readonly session: InferenceSession,
    private readonly tensorClass: TensorConstructor,
  ) {
    const newState = new Set(spec.state.map((_, index) => names.newState(index)));
    this.outputNames = session.outputNames.filter((name) => !newState.has(name));
  }

  async run(run: ProgramRun): Promise<ProgramResult> {
    const { state, columns, stepInputs, batchSize } = this.spec;
    const steps = countSteps(this.spec, run);
    const feeds: Record<string, Tensor> = {};
    const feed = (name: string, values: NumberArray | undefined, shape: readonly number[]) => {
      if (values) feeds[name] = this.tensor(values, shape);
    };
    feed(names.indices, run.indices, [steps, batchSize]);
    state.forEach(({ shape }, index) => feed(names.state(index), run.state[index], shape));
    columns.forEach(({ shape }, index) => {
      const values = run.columns[index];
      const rows = (values?.length ?? 0) / sizeOf(shape);
      feed(names.column(index), values, [rows, ...shape]);
    });
    stepInputs.forEach(({ shape }, index) =>
      feed(names.input(index), run.inputs[index], [steps, ...shape]),
    );
    const results = await this.session.run(feeds);
    return {
      state: state.map((_, index) => {
        const unchanged = feeds[names.state(index)];
        return floats(results[names.newState(index)] ?? unchanged);
      }),
      outputs: this.outputNames.map((name) => floats(results[name])),
    };
  }

  async dispose(): Promise<void> {
    await this.session.release();
  }

  private tensor(values: NumberArray, shape: readonly number[]): Tensor {
    return values instanceof Float32Array
      ? new this.tensorClass('float32', values, shape)
      : new this.tensorClass('int32', values, shape);
  }
}

function floats(value: OnnxValue | undefined): Float32Array {
  if (value?.data instanceof Float32Array) return value.data;
  throw new Error('ONNX Runtime returned something that is not a float32 tensor');
}
