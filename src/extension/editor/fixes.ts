import { applyEdits, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import type { KeyPath } from '../../shared/experimentProblem';
import { JsonText } from '../../shared/jsonText';
import { nearest } from '../../shared/nearest';
import type { TableSummary } from '../../shared/scaffold';
import { member, outlineOf, type Outline } from './outline';
import { labelsOf, monitorChoices } from './suggestions';
import type { TextPlace } from './textPlace';

/** A change of a JSON text. */
export type JsonChange =
  | { readonly type: 'set'; readonly path: KeyPath; readonly value: unknown }
  | { readonly type: 'remove'; readonly path: KeyPath }
  | { readonly type: 'rename'; readonly path: KeyPath; readonly name: string };

export interface Fix {
  /** What it does, for a menu. */
  readonly title: string;
  readonly changes: readonly JsonChange[];
}

/** What a fix is made from. */
export interface FixContext {
  readonly code: string;
  readonly place: TextPlace;
  readonly text: string;
  readonly table: TableSummary | undefined;
  /** The column that leaks, of a leak. */
  readonly column?: string;
}

/** The changes that settle a problem, the likeliest first; none where a person has to think. */
export function fixesOf({ code, place, text, table, column }: FixContext): Fix[] {
  const { path } = place;
  const { value } = new JsonText(text);
  const outline = outlineOf(value);
  const name = String(place.isKey ? path.at(-1) : valueAt(value, path));
  const near = (names: readonly string[]): Fix[] => replaceByNearest(place, name, names);
  switch (code) {
    case 'unknown-column':
      return [
        ...near((table?.columns ?? []).map((column) => column.name)),
        ...(path[0] === 'data' ? [removal(path, name)] : []),
      ];
    case 'unknown-task':
      return [...near(outline.tasks.map((task) => task.name)), removal(path, name)];
    case 'target-as-feature':
      return [removal(path, name)];
    case 'ignored-feature':
      return [
        removal(path, name, 'from the features'),
        removal(['data', 'ignore', outline.ignore.indexOf(name)], name, 'from data.ignore'),
      ];
    case 'leak':
      return column === undefined ? [] : [leakFix(column, outline)];
    case 'unknown-monitor':
      return [...near(monitorChoices(outline)), setting('Use "loss"', path, 'loss')];
    case 'missing-weight':
      return outline.tasks
        .filter((task) => member(valueAt(value, path), task.name) === undefined)
        .map((task) => setting(`Add the weight of '${task.name}'`, [...path, task.name], 1));
    case 'needs-two-tasks':
      return [setting('Use "equal"', ['balancing'], { method: 'equal' })];
    case 'unused-setting':
      return path.at(-1) === 'method'
        ? [setting('Use "equal"', ['balancing'], { method: 'equal' })]
        : [removal(path, String(path.at(-1)))];
    case 'architecture-misfit':
    case 'task-misfit':
      return [useHardSharing(value)];
    case 'not-binary':
      return [setting('Make it a multiclass task', ['tasks', path[1] ?? '', 'type'], 'multiclass')];
    case 'positive-needed':
      return positiveFixes(path, outline, table);
    default:
      return [];
  }
}

/** The text after changes, one after the other; formatted as VS Code's JSON is by default. */
export function changedText(text: string, changes: readonly JsonChange[]): string {
  return changes.reduce((before, change) => {
    if (change.type === 'rename') return renamed(before, change.path, change.name);
    const value = change.type === 'set' ? change.value : undefined;
    const formattingOptions = { insertSpaces: true, tabSize: 2 };
    return applyEdits(before, modify(before, [...change.path], value, { formattingOptions }));
  }, text);
}

function renamed(text: string, path: KeyPath, name: string): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const key = root && findNodeAtLocation(root, [...path])?.parent?.children?.[0];
  if (!key) return text;
  const { offset, length } = key;
  return text.slice(0, offset) + JSON.stringify(name) + text.slice(offset + length);
}

function replaceByNearest(
  { isKey, path }: TextPlace,
  name: string,
  names: readonly string[],
): Fix[] {
  const found = nearest(name, names);
  if (found === undefined) return [];
  const title = `Replace by '${found}'`;
  return isKey
    ? [{ title, changes: [{ type: 'rename', path, name: found }] }]
    : [setting(title, path, found)];
}

function leakFix(column: string, outline: Outline): Fix {
  if (outline.features?.includes(column)) {
    return removal(['data', 'features', column], column, 'from the features');
  }
  const title = `Add '${column}' to data.ignore`;
  return setting(title, ['data', 'ignore', outline.ignore.length], column);
}

function positiveFixes(path: KeyPath, outline: Outline, table: FixContext['table']): Fix[] {
  const task = outline.tasks.find(({ name }) => name === path[1]);
  if (!task) return [];
  const column = table?.columns.find(({ name }) => name === task.target);
  return labelsOf(column).map((label) =>
    setting(`Make '${label}' the positive label`, ['tasks', task.name, 'positive'], label),
  );
}

/** Settings of the architecture would be unknown keys then. */
function useHardSharing(value: unknown): Fix {
  const model = member(value, 'model') ?? {};
  const kept = ['architecture', 'shared', 'heads'];
  const others = Object.keys(model).filter((key) => !kept.includes(key));
  return {
    title: 'Use "hard-sharing"',
    changes: [
      { type: 'set', path: ['model', 'architecture'], value: 'hard-sharing' },
      ...others.map((key) => ({ type: 'remove' as const, path: ['model', key] })),
    ],
  };
}

function removal(path: KeyPath, name: string, from = ''): Fix {
  return { title: `Remove '${name}' ${from}`.trim(), changes: [{ type: 'remove', path }] };
}

function setting(title: string, path: KeyPath, value: unknown): Fix {
  return { title, changes: [{ type: 'set', path, value }] };
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(
    (place, key) =>
      typeof place === 'object' && place !== null ? Reflect.get(place, key) : undefined,
    value,
  );
}
