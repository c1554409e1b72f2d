import type { KeyPath } from '../../shared/experimentProblem';
import { isContainer } from '../../shared/isRecord';
import { JsonText } from '../../shared/jsonText';
import { t } from '../../shared/l10n';
import { nearest } from '../../shared/nearest';
import { member } from '../../shared/ownValue';
import type { TableSummary } from '../../shared/scaffold';
import type { JsonChange } from './jsonChange';
import { outlineOf, type Outline } from './outline';
import { labelsOf, monitorChoices } from './suggestions';
import type { TextPlace } from './textPlace';

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
  /** The name that was likely meant, where the check says one. */
  readonly likely?: string;
  /** The column that leaks, of a leak. */
  readonly column?: string;
}

/** The changes that settle a problem, the likeliest first; none where a person has to think. */
export function fixesOf({ code, place, text, table, likely, column }: FixContext): Fix[] {
  const { path } = place;
  const { value } = new JsonText(text);
  const outline = outlineOf(value);
  const named = place.isKey ? path.at(-1) : valueAt(value, path);
  const name = typeof named === 'string' ? named : '';
  const near = (names: readonly string[]): Fix[] => changeToNearest(place, name, names);
  switch (code) {
    case 'unknown-key':
      return [...likelyKey(place, value, likely), removal(path, name)];
    case 'unknown-value':
      return likely === undefined ? [] : [replacement(place, likely)];
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
        removal(path, name, t`from the features`),
        removal(['data', 'ignore', outline.ignore.indexOf(name)], name, t`from data.ignore`),
      ];
    case 'leak':
      return column === undefined ? [] : [leakFix(column, outline)];
    case 'unknown-monitor':
      return [...near(monitorChoices(outline)), setting(t`Use "loss"`, path, 'loss')];
    case 'missing-weight':
      return outline.tasks
        .filter((task) => member(valueAt(value, path), task.name) === undefined)
        .map((task) => setting(t`Add the weight of '${task.name}'`, [...path, task.name], 1));
    case 'needs-two-tasks':
      return [useInstead('equal', ['balancing', 'method'], value)];
    case 'unused-setting':
      return path.at(-1) === 'method'
        ? [useInstead('equal', path, value)]
        : [removal(path, String(path.at(-1)))];
    case 'architecture-misfit':
    case 'task-misfit':
      return [useInstead('hard-sharing', ['model', 'architecture'], value)];
    case 'not-binary':
      return [
        setting(t`Make it a multiclass task`, ['tasks', path[1] ?? '', 'type'], 'multiclass'),
      ];
    case 'positive-needed':
      return positiveFixes(path, outline, table);
    default:
      return [];
  }
}

function changeToNearest(place: TextPlace, name: string, names: readonly string[]): Fix[] {
  const found = nearest(name, names);
  return found === undefined ? [] : [replacement(place, found)];
}

/** The key that was meant, unless it is there as well. */
function likelyKey(place: TextPlace, value: unknown, likely: string | undefined): Fix[] {
  const siblings = valueAt(value, place.path.slice(0, -1));
  const isThere = likely !== undefined && member(siblings, likely) !== undefined;
  return likely === undefined || isThere ? [] : [replacement(place, likely)];
}

function replacement({ isKey, path }: TextPlace, name: string): Fix {
  const title = t`Change to '${name}'`;
  return isKey ? { title, changes: [{ type: 'rename', path, name }] } : setting(title, path, name);
}

function leakFix(column: string, outline: Outline): Fix {
  if (outline.features?.includes(column)) {
    return removal(['data', 'features', column], column, t`from the features`);
  }
  const title = t`Add '${column}' to data.ignore`;
  return setting(title, ['data', 'ignore', outline.ignore.length], column);
}

function positiveFixes(path: KeyPath, outline: Outline, table: FixContext['table']): Fix[] {
  const task = outline.tasks.find(({ name }) => name === path[1]);
  if (!task) return [];
  const column = table?.columns.find(({ name }) => name === task.target);
  return labelsOf(column).map((label) =>
    setting(t`Make '${label}' the positive label`, ['tasks', task.name, 'positive'], label),
  );
}

/** Another method or architecture; the settings of the one before would be unknown keys then. */
function useInstead(choice: string, path: KeyPath, value: unknown): Fix {
  const place = path.slice(0, -1);
  const kept = [path.at(-1), 'shared', 'heads'];
  const others = Object.keys(valueAt(value, place) ?? {}).filter((key) => !kept.includes(key));
  return {
    title: t`Use "${choice}"`,
    changes: [
      { type: 'set', path, value: choice },
      ...others.map((key) => ({ type: 'remove' as const, path: [...place, key] })),
    ],
  };
}

function removal(path: KeyPath, name: string, from = ''): Fix {
  return { title: t`Remove '${name}' ${from}`.trim(), changes: [{ type: 'remove', path }] };
}

function setting(title: string, path: KeyPath, value: unknown): Fix {
  return { title, changes: [{ type: 'set', path, value }] };
}

function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((place, key) => (isContainer(place) ? place[key] : undefined), value);
}
