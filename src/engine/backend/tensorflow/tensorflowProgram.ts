import type {
  NumberArray,
  Program,
  ProgramResult,
  ProgramRun,
  ProgramSpec,
  TensorSpec,
} from '../program';
import { countSteps } from '../programRun';
import { dataTypes, type Binding } from './binding';
import type { ColumnTensors } from './columnTensors';
import { names, type ProgramGraph } from './programGraph';

interface Column {
  readonly values: NumberArray;
  readonly id: number;
}

/** A compiled program: one call of TensorFlow runs all steps. */
export class TensorflowProgram implements Program {
  /** What the last run was given; kept for the next one. */
  private readonly columns: Column[] = [];

  constructor(
    private readonly spec: ProgramSpec,
    private readonly graph: Pick<ProgramGraph, 'state' | 'outputs'>,
    private readonly session: number,
    private readonly binding: Binding,
    private readonly columnTensors: ColumnTensors,
  ) {}

  async run(run: ProgramRun): Promise<ProgramResult> {
    const result = this.runNow(run, countSteps(this.spec, run));
    // The call blocks; what else the process has to do gets its turn now.
    await new Promise((resolve) => setImmediate(resolve));
    return result;
  }

  dispose(): Promise<void> {
    this.binding.deleteSavedModel(this.session);
    this.columns.forEach(({ values }) => this.columnTensors.release(values));
    this.columns.length = 0;
    return Promise.resolve();
  }

  private runNow(run: ProgramRun, steps: number): ProgramResult {
    const { spec, graph } = this;
    const feeds = new Map<string, number>();
    spec.columns.forEach((_, index) =>
      feeds.set(names.column(index), this.column(index, run.columns[index])),
    );
    const own = this.createFeeds(run, steps);
    own.forEach((id, name) => feeds.set(name, id));
    const changed = graph.state.filter((node) => node !== undefined);
    try {
      const results = this.binding
        .runSavedModel(
          this.session,
          [...feeds.values()],
          [...feeds.keys()].join(),
          [...changed, ...graph.outputs].join(),
        )
        .map(({ id }) => this.take(id));
      const newState = results.slice(0, changed.length).values();
      return {
        state: graph.state.map((node, index) =>
          node === undefined ? given(run.state[index]) : given(newState.next().value),
        ),
        outputs: results.slice(changed.length),
      };
    } finally {
      own.forEach((id) => this.binding.deleteTensor(id));
    }
  }

  /** Tensors for one run, by their names. */
  private createFeeds(run: ProgramRun, steps: number): Map<string, number> {
    const { spec, binding } = this;
    const { int32 } = dataTypes;
    const create = (
      { shape, dtype }: TensorSpec,
      values: NumberArray | undefined,
      rows: number[],
    ) => binding.createTensor([...rows, ...shape], dataTypes[dtype], given(values));
    return new Map([
      [names.steps, binding.createTensor([], int32, Int32Array.of(steps))],
      [names.indices, binding.createTensor([steps, spec.batchSize], int32, run.indices)],
      ...spec.state.map(
        (each, index) => [names.state(index), create(each, run.state[index], [])] as const,
      ),
      ...spec.stepInputs.map(
        (each, index) => [names.input(index), create(each, run.inputs[index], [steps])] as const,
      ),
    ]);
  }

  private column(index: number, values: NumberArray | undefined): number {
    const last = this.columns[index];
    if (last && last.values === values) return last.id;
    const column = { values: given(values), id: this.columnTensors.acquire(given(values)) };
    this.columns[index] = column;
    if (last) this.columnTensors.release(last.values);
    return column.id;
  }

  /** Values of a result, which TensorFlow need not keep. */
  private take(id: number): Float32Array {
    const values = this.binding.tensorDataSync(id);
    this.binding.deleteTensor(id);
    return values instanceof Float32Array ? values : Float32Array.from(values);
  }
}

/** Runs have what their program says: `countSteps` has checked it. */
function given<Values>(values: Values | undefined): Values {
  if (values === undefined) throw new Error('an array of a run is missing');
  return values;
}
