import type { TaskSpec } from '../../shared/experiment';

/** One part of the data, ready for the engine: plain numbers, rows after each other. */
export interface Dataset {
  readonly rows: number;
  /** [rows, features.width], standardised and one-hot encoded. */
  readonly features: Float32Array;
  readonly targets: Readonly<Record<string, TargetColumn>>;
}

export interface TargetColumn {
  /** [rows]: the scaled value, 0 or 1, or the class index; 0 where the label is missing. */
  readonly values: Float32Array;
  /** [rows]: 1 where there is a label, 0 where it is missing; undefined when none is missing. */
  readonly mask?: Float32Array;
}

/** One feature of the experiment and where its numbers stand in a row of `features`. */
export interface EncodedFeature {
  readonly name: string;
  readonly offset: number;
  readonly width: number;
  readonly encoding:
    | { readonly type: 'number'; readonly shift: number; readonly scale: number }
    /** One column a category in this order, then one for values not seen in training. */
    | { readonly type: 'category'; readonly categories: readonly string[] };
}

/** What a task's head must produce and how its numbers read. */
export interface EncodedTask {
  readonly name: string;
  readonly spec: TaskSpec;
  /** Width of the head's output layer: 1, or the number of classes. */
  readonly outputs: number;
  /** Labels by index for binary (negative, positive) and multiclass tasks. */
  readonly classes?: readonly string[];
  /** Regression: value in its own units = scaled value * scale + shift. */
  readonly scale: number;
  readonly shift: number;
}

/** How raw columns became numbers: from the training part only. */
export interface Encoding {
  readonly width: number;
  readonly features: readonly EncodedFeature[];
  readonly tasks: readonly EncodedTask[];
}

export interface LoadedData {
  readonly encoding: Encoding;
  readonly train: Dataset;
  /** `rows` is 0 when there is no such part. */
  readonly validation: Dataset;
  readonly test: Dataset;
  /** Sentences for the person: missing values replaced, categories never seen, ... */
  readonly warnings: readonly string[];
}
