/** What a run's kept weights predict, row by row, beside what is true. */
export interface Predictions {
  readonly part: 'test' | 'validation';
  /** [n]: which row of its table each one is, counted from 1. */
  readonly rows: Float32Array;
  readonly tasks: readonly TaskPredictions[];
}

export interface TaskPredictions {
  readonly name: string;
  /** [n, width]: the value in its own units, the probability of the positive label, or of each class. */
  readonly values: Float32Array;
  readonly width: number;
  /** [n]: the value in its own units, 0 or 1, or the number of the class; NaN without a label. */
  readonly targets: Float32Array;
  /** Labels by number, for binary and multiclass tasks. */
  readonly classes?: readonly string[];
}
