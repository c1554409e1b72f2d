import { getLocation } from 'jsonc-parser';
import type { KeyPath } from '../../shared/experimentProblem';

/** What a name in an experiment refers to. */
export type NameKind =
  | 'feature'
  | 'column'
  | 'target'
  | 'label'
  | 'task'
  | 'stratum'
  | 'monitor'
  /** Features of these types. */
  | 'picture'
  | 'text'
  | 'pictureOrText';

/** A place in the text where a name stands or could stand. */
export interface NamePlace {
  readonly kind: NameKind;
  /** Whether the name is a key, otherwise a value. */
  readonly isKey: boolean;
  readonly path: KeyPath;
  /** The text in quotes that is there. */
  readonly token?: { readonly offset: number; readonly length: number; readonly value: string };
}

interface Pattern {
  readonly path: readonly string[];
  readonly isKey: boolean;
  readonly kind: NameKind;
}

const any = '*';
const patterns: readonly Pattern[] = [
  { path: ['data', 'features', any], isKey: true, kind: 'feature' },
  { path: ['data', 'ignore', any], isKey: false, kind: 'column' },
  { path: ['data', 'split', 'stratify'], isKey: false, kind: 'stratum' },
  { path: ['tasks', any, 'target'], isKey: false, kind: 'target' },
  // The columns of a box.
  { path: ['tasks', any, 'target', any], isKey: false, kind: 'target' },
  { path: ['tasks', any, 'picture'], isKey: false, kind: 'picture' },
  { path: ['tasks', any, 'text'], isKey: false, kind: 'text' },
  { path: ['model', 'encoders', any], isKey: true, kind: 'pictureOrText' },
  { path: ['tasks', any, 'positive'], isKey: false, kind: 'label' },
  { path: ['model', 'heads', any], isKey: true, kind: 'task' },
  { path: ['balancing', 'weights', any], isKey: true, kind: 'task' },
  { path: ['training', 'monitor'], isKey: false, kind: 'monitor' },
];

/** The place for a name at an offset of an experiment's text; undefined where none belongs. */
export function namePlace(text: string, offset: number): NamePlace | undefined {
  const { path, isAtPropertyKey: isKey, previousNode } = getLocation(text, offset);
  const pattern = patterns.find((each) => each.isKey === isKey && matches(path, each.path));
  if (!pattern) return undefined;
  const { kind } = pattern;
  const before = previousNode;
  if (before?.type !== 'string' && before?.type !== 'property') return { kind, isKey, path };
  const isThere = before.offset <= offset && offset <= before.offset + before.length;
  if (!isThere) return { kind, isKey, path };
  const token = { offset: before.offset, length: before.length, value: String(before.value) };
  return { kind, isKey, path, token };
}

function matches(path: KeyPath, pattern: readonly string[]): boolean {
  return (
    path.length === pattern.length &&
    pattern.every((part, index) => part === any || part === path[index])
  );
}
