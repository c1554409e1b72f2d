import type { Encoding } from '../../shared/encoding';

/** One part of the data, ready for the engine: plain numbers, rows after each other. */
export interface Dataset {
  readonly rows: number;
  /** [rows, features.width], standardised and one-hot encoded. */
  readonly features: Float32Array;
  /** [rows, ...shape] each, in the order of `encoding.inputs`; absent for none. */
  readonly inputs?: readonly (Float32Array | Int32Array)[];
  readonly targets: Readonly<Record<string, TargetColumn>>;
  /** [rows]: which row of its table each is, counted from 0; undefined: as they stand. */
  readonly tableRows?: Int32Array;
}

export interface TargetColumn {
  /**
   * [rows, ...targetShape]: the scaled value, 0 or 1, or the class index; 0 where the label is missing.
   * Of a token: the class index from 1 on, 0 for padding.
   */
  readonly values: Float32Array;
  /** [rows]: the texts that a sequence task is to write. */
  readonly texts?: readonly string[];
  /** [rows]: 1 where there is a label, 0 where it is missing; undefined when none is missing. */
  readonly mask?: Float32Array;
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
