/** What a run's kept weights predict, row by row, beside what is true. */
export interface Predictions {
  readonly part: 'test' | 'validation';
  /** [n]: which row of its table each one is, counted from 1. */
  readonly rows: Float32Array;
  readonly tasks: readonly TaskPredictions[];
  /** Of tasks that label tokens or write texts; absent for none. */
  readonly texts?: readonly TextPredictions[];
}

/** What is said of the rows that have a label, for a task that labels tokens or writes texts. */
export interface TextPredictions {
  readonly name: string;
  /** Of a task that writes texts those that were decoded. */
  readonly rows: readonly TextPrediction[];
}

/** Labels of tokens stand beside each other with spaces between them. */
export interface TextPrediction {
  /** Of its table, counted from 1. */
  readonly row: number;
  readonly truth: string;
  readonly answer: string;
  readonly loss: number;
}

export interface TaskPredictions {
  readonly name: string;
  /**
   * [n, width]: the value in its own units, the probability of the positive label, or of each class;
   * of a detection as many boxes as a target has room for, the likeliest first: class (-1 for none), its
   * probability and the left, top, right and lower edge in shares of the picture; of a segmentation the
   * class of each pixel. Of tokens the number of the label or token, counted from 1.
   */
  readonly values: Float32Array;
  readonly width: number;
  /**
   * [n, targetWidth]: the value in its own units, 0 or 1, or the number of the class; NaN without a
   * label. Of a detection the objects, the largest first: class (-1 for none) and edges; of tokens 0 for
   * padding.
   */
  readonly targets: Float32Array;
  /** Numbers of a target; absent for one. */
  readonly targetWidth?: number;
  /** Labels by number, for binary and multiclass tasks. */
  readonly classes?: readonly string[];
}
