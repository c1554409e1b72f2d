/** Where in an experiment: keys and array positions from the root. */
export type KeyPath = readonly (string | number)[];

/** Something wrong in an experiment, before its place in the text is known. */
export interface ExperimentProblem {
  readonly path: KeyPath;
  /** What to point at: the key of the last path element, or its value. */
  readonly at: 'key' | 'value';
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** The key or value that was likely meant. */
  readonly likely?: string;
}

/** A path as people write it: `model.shared[0].dense`. */
export function formatPath(path: KeyPath): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`,
    )
    .join('');
}
