import type { Observation } from '../gradientMethod';
import { entry } from '../math/matrix';

/** Running means of scaled gradients, [K] rows of [P], that start at 0. */
export class RunningRows {
  rows: readonly Float32Array[] = [];

  /**
   * Moves each mean towards its task's gradient times `scales`. Where a task has no gradient in the
   * batch its mean stays as it is.
   * @param rate of the way to go: 1 forgets what was
   */
  update(
    { rows, gram }: Observation,
    scales: readonly number[],
    rate: number,
  ): readonly Float32Array[] {
    if (this.rows.length === 0) this.rows = rows.map((row) => new Float32Array(row.length));
    rows.forEach((row, task) => {
      if (entry(gram, task, task) === 0) return;
      moveTowards(this.rows[task] as Float32Array, row, scales[task] as number, rate);
    });
    return this.rows;
  }

  restore(rows: readonly Float32Array[]): void {
    this.rows = rows.map((row) => row.slice());
  }
}

function moveTowards(mean: Float32Array, row: Float32Array, scale: number, rate: number): void {
  for (let at = 0; at < mean.length; at++) {
    const value = mean[at] as number;
    mean[at] = value + rate * (scale * (row[at] as number) - value);
  }
}
