/** Numbers that only grow at the end, in one block of memory: a run has a column a step and task. */
export class NumberColumn {
  private buffer = new Float64Array(256);
  private count = 0;

  get length(): number {
    return this.count;
  }

  get last(): number | undefined {
    return this.count === 0 ? undefined : this.buffer[this.count - 1];
  }

  /** The values so far; a view that later values do not reach. */
  get values(): Float64Array {
    return this.buffer.subarray(0, this.count);
  }

  push(value: number): void {
    if (this.count === this.buffer.length) {
      const larger = new Float64Array(2 * this.count);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.count++] = value;
  }
}

/** A column for each task. @throws Error when there is no such task */
export class TaskColumns {
  private readonly columns: ReadonlyMap<string, NumberColumn>;

  constructor(tasks: readonly string[]) {
    this.columns = new Map(tasks.map((task) => [task, new NumberColumn()]));
  }

  of(task: string): NumberColumn {
    const column = this.columns.get(task);
    if (!column) throw new Error(`no task '${task}' in this run`);
    return column;
  }

  /** A value for each task; NaN where there is none. */
  push(values: Readonly<Record<string, number>>): void {
    for (const [task, column] of this.columns) column.push(values[task] ?? Number.NaN);
  }
}
