import type { GradientsEvent } from './events';
import { NumberColumn, TaskColumns } from './numberColumn';

/** How the tasks' gradients related in a run so far, record by record. Tasks go by their number. */
export class GradientHistory {
  /** The step of each record; always ascending. */
  readonly step = new NumberColumn();
  /** The epoch, counted from 0, of each record. */
  readonly epoch = new NumberColumn();
  private readonly norms: TaskColumns;
  /** [K][K], one above the diagonal and on it. */
  private readonly cosines: readonly (readonly NumberColumn[])[];
  private readonly negative: number[][];
  private readonly defined: number[][];
  private readonly affinitySums: number[][];
  /** Records with affinities that are all numbers: a batch may have no label of a task. */
  private affinityCount = 0;

  constructor(private readonly tasks: readonly string[]) {
    this.norms = new TaskColumns(tasks);
    this.cosines = tasks.map((_, row) => tasks.slice(row).map(() => new NumberColumn()));
    this.negative = square(tasks.length);
    this.defined = square(tasks.length);
    this.affinitySums = square(tasks.length);
  }

  /** Number of records. */
  get length(): number {
    return this.step.length;
  }

  add({ step, epoch, norm, cosine, affinity }: GradientsEvent): void {
    this.step.push(step);
    this.epoch.push(epoch);
    this.norms.push(norm);
    this.cosines.forEach((columns, row) => {
      columns.forEach((column, offset) => {
        const value = cosine[row]?.[row + offset] ?? Number.NaN;
        column.push(value);
        if (Number.isNaN(value)) return;
        increase(this.defined, row, row + offset, 1);
        if (value < 0) increase(this.negative, row, row + offset, 1);
      });
    });
    if (!affinity?.flat().every(Number.isFinite)) return;
    this.affinityCount++;
    affinity.forEach((values, row) => {
      values.forEach((value, column) => increase(this.affinitySums, row, column, value));
    });
  }

  /** The norm of the task's gradient in each record. */
  norm(task: string): NumberColumn {
    return this.norms.of(task);
  }

  /** The cosine of two tasks' gradients in each record. */
  cosine(a: number, b: number): NumberColumn {
    const column = this.cosines[Math.min(a, b)]?.[Math.abs(a - b)];
    if (!column) throw new Error(`no tasks ${a} and ${b} in this run`);
    return column;
  }

  /** [K][K] in the record at `index`. */
  cosineMatrix(index: number): number[][] {
    return this.tasks.map((_, a) =>
      this.tasks.map((__, b) => this.cosine(a, b).values[index] ?? Number.NaN),
    );
  }

  /** Part of the records in which the tasks' gradients point against each other; NaN without any. */
  conflictShare(a: number, b: number): number {
    const [row, column] = [Math.min(a, b), Math.max(a, b)];
    return (this.negative[row]?.[column] ?? 0) / (this.defined[row]?.[column] ?? 0);
  }

  /** [K][K] mean TAG affinity of the task of the row to that of the column, and of how many records. */
  affinity():
    { readonly mean: readonly (readonly number[])[]; readonly records: number } | undefined {
    const records = this.affinityCount;
    if (records === 0) return undefined;
    return { mean: this.affinitySums.map((row) => row.map((sum) => sum / records)), records };
  }
}

function square(size: number): number[][] {
  return Array.from({ length: size }, () => new Array<number>(size).fill(0));
}

function increase(matrix: readonly number[][], row: number, column: number, by: number): void {
  const values = matrix[row];
  if (values) values[column] = (values[column] ?? 0) + by;
}
