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
    this.rows = rows.map((row, task) => {
      const mean = this.rows[task] ?? new Float32Array(row.length);
      if (entry(gram, task, task) === 0) return mean;
      const scale = scales[task] as number;
      return mean.map((value, index) => value + rate * (scale * (row[index] as number) - value));
    });
    return this.rows;
  }

  restore(rows: readonly Float32Array[]): void {
    this.rows = rows;
  }
}
