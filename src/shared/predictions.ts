/** What a run's kept weights predict, row by row, beside what is true. */
export interface Predictions {
  readonly part: 'test' | 'validation';
  /** [n]: which row of its table each one is, counted from 1. */
  readonly rows: Float32Array;
  readonly tasks: readonly TaskPredictions[];
}

export interface TaskPredictions {
  readonly name: string;
  /**
   * [n, width]: the value in its own units, the probability of the positive label, or of each class;
   * of a detection the class (-1 for none), its probability and the left, top, right and lower edge in
   * shares of the picture; of a segmentation the class of each pixel.
   */
  readonly values: Float32Array;
  readonly width: number;
  /**
   * [n, targetWidth]: the value in its own units, 0 or 1, or the number of the class; NaN without a
   * label. Of a detection the class (-1 for none) and the edges.
   */
  readonly targets: Float32Array;
  /** Numbers of a target; absent for one. */
  readonly targetWidth?: number;
  /** Labels by number, for binary and multiclass tasks. */
  readonly classes?: readonly string[];
}
