/** A named weight: `shared/dense0/kernel`, [in, out]. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Everything needed to go on exactly; random numbers are drawn from seed and position. */
export interface Checkpoint {
  /** Weights (`weights/…`), optimiser slots (`optimizer/…`), best weights (`best/…`). */
  readonly tensors: readonly NamedTensor[];
  /** Steps done when it was taken: later events are not part of it. */
  readonly steps: number;
  /** Position and counters, JSON-safe. */
  readonly position: Readonly<Record<string, unknown>>;
}
