import { sizeOf } from '../../shared/shape';
import type { EncodedTask } from '../../shared/encoding';
import type { MetricValues } from '../../shared/events';
import type { TaskPredictions } from '../../shared/predictions';
import type { NamedTensor } from '../../shared/weights';
import type { Columns } from './columns';
import type { Predictions } from './metrics';
import { readablePredictions } from './predictions';

/** What is known of one task after some batches: its loss sum and its predictions, row by row. */
export class TaskTotals {
  private filled = 0;
  private labelled = 0;
  private lossSum = 0;
  private outputs: Float32Array;
  /** Numbers that the head says of a row, and that a target has. */
  private readonly outputSize: number;
  private readonly targetSize: number;
  private rows: Int32Array;

  /** @param capacity rows that will be added at most */
  constructor(
    private readonly task: EncodedTask,
    private readonly columns: Columns,
    capacity: number,
  ) {
    this.outputSize = sizeOf(task.outputShape ?? [task.outputs]);
    this.targetSize = sizeOf(task.targetShape ?? []);
    this.outputs = new Float32Array(capacity * this.outputSize);
    this.rows = new Int32Array(capacity);
  }

  /**
   * Adds the predictions of some rows.
   * @param rows [n]
   * @param outputs raw outputs of the head, [n, ...outputShape]
   */
  addOutputs(rows: Int32Array, outputs: Float32Array): void {
    this.rows.set(rows, this.filled);
    this.outputs.set(outputs, this.filled * this.outputSize);
    this.filled += rows.length;
  }

  /**
   * Adds a batch's mean loss over its labelled rows.
   * @returns false when none of the rows has a label: such a batch has no loss
   */
  addLoss(rows: Int32Array, meanLoss: number): boolean {
    const labels = this.columns.countLabels(this.task.name, rows);
    if (labels === 0) return false;
    this.lossSum += meanLoss * labels;
    this.labelled += labels;
    return true;
  }

  /** Mean loss over the labelled rows so far. */
  loss(): MetricValues {
    return { loss: this.lossSum / this.labelled };
  }

  /** Loss and metrics over the labelled rows so far. */
  metrics(): MetricValues {
    return {
      ...this.loss(),
      ...this.columns.measures.computeMetrics(this.task, this.labelledPredictions()),
    };
  }

  /** What was predicted of the first rows, which were added in the order of the data set. */
  predictions(rows: number): TaskPredictions {
    const outputs = this.outputs.subarray(0, rows * this.outputSize);
    return readablePredictions(this.task, outputs, this.columns.target(this.task.name));
  }

  /** What was predicted of some rows, which were all added in the order of the data set. */
  ofRows(rows: Int32Array): TaskPredictions {
    const { values, mask } = this.columns.target(this.task.name);
    return readablePredictions(this.task, pick(this.outputs, rows, this.outputSize), {
      values: pick(values, rows, this.targetSize),
      ...(mask && { mask: pick(mask, rows, 1) }),
    });
  }

  /** Sum of the losses so far: not finite when training diverged. */
  get sum(): number {
    return this.lossSum;
  }

  restore(rows: Int32Array, outputs: Float32Array, { loss, labelled }: TaskSums): void {
    this.addOutputs(rows, outputs);
    this.lossSum = loss;
    this.labelled = labelled;
  }

  /** The totals of an epoch that was stopped half-way, for a checkpoint; `sums` is JSON-safe. */
  save(name: string): { readonly outputs: NamedTensor; readonly sums: TaskSums } {
    const width = this.outputSize;
    const values = this.outputs.slice(0, this.filled * width);
    return {
      outputs: { name, shape: [this.filled, width], values },
      sums: { loss: this.lossSum, labelled: this.labelled },
    };
  }

  private labelledPredictions(): Predictions {
    const { values, mask } = this.columns.target(this.task.name);
    const { outputSize, targetSize } = this;
    const outputs = mask ? new Float32Array(this.filled * outputSize) : this.outputs;
    const targets = new Float32Array(this.filled * targetSize);
    let kept = 0;
    for (let at = 0; at < this.filled; at++) {
      const row = this.rows[at] ?? 0;
      if (mask?.[row] === 0) continue;
      copyRow(values, row, targets, kept, targetSize);
      if (mask) copyRow(this.outputs, at, outputs, kept, outputSize);
      kept++;
    }
    return {
      outputs: outputs.subarray(0, kept * outputSize),
      targets: targets.subarray(0, kept * targetSize),
    };
  }
}

/** JSON-safe. */
export interface TaskSums {
  readonly loss: number;
  readonly labelled: number;
}

/** Some rows of [n, width]. */
function pick(from: Float32Array, rows: Int32Array, width: number): Float32Array {
  const picked = new Float32Array(rows.length * width);
  rows.forEach((row, place) => copyRow(from, row, picked, place, width));
  return picked;
}

function copyRow(
  from: Float32Array,
  fromRow: number,
  to: Float32Array,
  toRow: number,
  width: number,
): void {
  for (let column = 0; column < width; column++) {
    to[toRow * width + column] = from[fromRow * width + column] ?? 0;
  }
}
