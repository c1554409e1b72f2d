import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import type { NumberArray, TensorSpec } from '../backend/program';
import type { Dataset } from '../data/dataset';

/** A task's labels within one batch. */
export interface BatchLabels {
  readonly task: EncodedTask;
  /** [batch] */
  readonly target: Tensor1D;
  /** [batch]; undefined when no label of the data set is missing. */
  readonly mask: Tensor1D | undefined;
}

/** How a data set is handed to a program: the features, then each task's targets and mask. */
export class Columns {
  readonly specs: readonly TensorSpec[];
  readonly values: readonly NumberArray[];

  constructor(
    private readonly encoding: Encoding,
    readonly dataset: Dataset,
  ) {
    const columns: (readonly [TensorSpec, NumberArray])[] = [
      [{ name: 'features', shape: [encoding.width], dtype: 'float32' }, dataset.features],
    ];
    for (const { name } of encoding.tasks) {
      const { values, mask } = this.target(name);
      columns.push([{ name: `${name}/target`, shape: [], dtype: 'float32' }, values]);
      if (mask) columns.push([{ name: `${name}/mask`, shape: [], dtype: 'float32' }, mask]);
    }
    this.specs = columns.map(([spec]) => spec);
    this.values = columns.map(([, values]) => values);
  }

  /** Number of tasks. */
  get tasks(): number {
    return this.encoding.tasks.length;
  }

  get taskNames(): readonly string[] {
    return this.encoding.tasks.map(({ name }) => name);
  }

  /** Names the tensors of a batch, given in the order of `specs`. */
  read(batch: readonly Tensor[]): { features: Tensor2D; labels: BatchLabels[] } {
    const rest = [...batch];
    const features = rest.shift() as Tensor2D;
    const labels = this.encoding.tasks.map((task) => ({
      task,
      target: rest.shift() as Tensor1D,
      mask: this.target(task.name).mask && (rest.shift() as Tensor1D),
    }));
    return { features, labels };
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
