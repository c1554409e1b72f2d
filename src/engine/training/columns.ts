import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import type { NumberArray, TensorSpec } from '../backend/program';
import type { Dataset } from '../data/dataset';
import { inputColumns } from '../model/inputs';
import type { TrainingInputs } from '../model/model';
import { builtInMeasures, type Measures } from './measures';
import { targetMovement, type TargetMovement } from './movedTargets';

/** A task's labels within one batch. */
export interface BatchLabels {
  readonly task: EncodedTask;
  /** [batch, ...targetShape] */
  readonly target: Tensor;
  /** [batch]; undefined when no label of the data set is missing. */
  readonly mask: Tensor1D | undefined;
  /** Each row's loss, [batch]. @param output of the head, [batch, ...outputShape] */
  readonly rowLosses: (output: Tensor) => Tensor1D;
}

type Column = readonly [TensorSpec, NumberArray];

/** How a data set is handed to a program: the inputs, then each task's targets and mask. */
export class Columns {
  private readonly inputCount: number;
  private readonly movements: ReadonlyMap<string, TargetMovement>;
  readonly specs: readonly TensorSpec[];
  readonly values: readonly NumberArray[];

  constructor(
    private readonly encoding: Encoding,
    readonly dataset: Dataset,
    readonly measures: Measures = builtInMeasures,
  ) {
    const inputs = inputColumns(encoding);
    const written = encoding.tasks.flatMap(({ name, text }) =>
      text ? [this.target(name).values] : [],
    );
    this.inputCount = inputs.length;
    const given = [...this.features, ...written];
    const columns = inputs.map((spec, index): Column => [spec, given[index] ?? new Float32Array()]);
    for (const { name, targetShape = [] } of encoding.tasks) {
      const { values, mask } = this.target(name);
      columns.push([{ name: `${name}/target`, shape: targetShape, dtype: 'float32' }, values]);
      if (mask) columns.push([{ name: `${name}/mask`, shape: [], dtype: 'float32' }, mask]);
    }
    this.movements = new Map(
      encoding.tasks.flatMap((task) => {
        const movement = targetMovement(task, encoding);
        return movement ? [[task.name, movement]] : [];
      }),
    );
    this.specs = columns.map(([spec]) => spec);
    this.values = columns.map(([, values]) => values);
  }

  /** The values of the features, in the order of `inputsOf`. */
  get features(): readonly NumberArray[] {
    const { dataset, encoding } = this;
    return [...(encoding.width > 0 ? [dataset.features] : []), ...(dataset.inputs ?? [])];
  }

  /** Number of tasks. */
  get tasks(): number {
    return this.encoding.tasks.length;
  }

  get taskNames(): readonly string[] {
    return this.encoding.tasks.map(({ name }) => name);
  }

  /** Whether training moves what the task is to find, so that its labels are not those it is given. */
  isMoved(task: string): boolean {
    return this.movements.has(task);
  }

  /**
   * Names the tensors of a batch, given in the order of `specs`.
   * @param training of a pass that may move pictures: the labels are moved along
   */
  read(
    batch: readonly Tensor[],
    training?: TrainingInputs,
  ): { modelInputs: readonly Tensor[]; labels: BatchLabels[] } {
    const rest = [...batch];
    const modelInputs = rest.splice(0, this.inputCount);
    const labels = this.encoding.tasks.map((task): BatchLabels => {
      const given = rest.shift() as Tensor;
      const movement = training && this.movements.get(task.name);
      const target = movement ? movement(given, training.key) : given;
      return {
        task,
        target,
        mask: this.target(task.name).mask && (rest.shift() as Tensor1D),
        rowLosses: (output) => this.measures.rowLosses(task, output, target),
      };
    });
    return { modelInputs, labels };
  }

  /** Rows among `rows` that have a label for the task. */
  countLabels(task: string, rows: Int32Array): number {
    const { mask } = this.target(task);
    if (!mask) return rows.length;
    return rows.reduce((count, row) => count + (mask[row] ?? 0), 0);
  }

  target(task: string): Dataset['targets'][string] {
    const target = this.dataset.targets[task];
    if (!target) throw new Error(`no targets for task ${task}`);
    return target;
  }
}
