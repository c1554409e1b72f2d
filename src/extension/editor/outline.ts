import { dirname, resolve } from 'node:path';
import type { KeyPath } from '../../shared/experimentProblem';
import { JsonText } from '../../shared/jsonText';
import { metricsByTaskType } from '../../shared/metricNames';
import { isRecord } from '../../shared/isRecord';
import { member } from '../../shared/ownValue';

/** A task as it is written, be it complete or not. */
export interface TaskOutline {
  readonly name: string;
  readonly type: string | undefined;
  readonly target: string | undefined;
  /** What it reports besides its loss. */
  readonly metrics: readonly string[];
}

/** What the names in an experiment can refer to, as far as its text goes. */
export interface Outline {
  readonly name: string | undefined;
  readonly tasks: readonly TaskOutline[];
  /** Undefined when the experiment does not name features. */
  readonly features: readonly string[] | undefined;
  /** Of the features those that are read whole. */
  readonly pictures: readonly string[];
  readonly texts: readonly string[];
  readonly ignore: readonly string[];
}

export const trainTable: readonly string[] = ['data', 'train'];
export const ownModule: readonly string[] = ['model', 'module'];

/** Reads names out of a text that need not be an experiment. */
export function readOutline(text: string): Outline {
  return outlineOf(new JsonText(text).value);
}

/** Reads names out of a value that need not be an experiment. */
export function outlineOf(value: unknown): Outline {
  const data = member(value, 'data');
  const features = member(data, 'features');
  const ofType = (type: string): string[] =>
    entries(features).flatMap(([name, spec]) => (member(spec, 'type') === type ? [name] : []));
  return {
    name: text(member(value, 'name')),
    tasks: entries(member(value, 'tasks')).map(([name, task]) => outlineOfTask(name, task)),
    features: isRecord(features) ? Object.keys(features) : undefined,
    pictures: ofType('image'),
    texts: ofType('text'),
    ignore: texts(member(data, 'ignore')),
  };
}

/** A file that an experiment names, and where. */
export interface NamedFile {
  /** Absolute. */
  readonly path: string;
  readonly key: KeyPath;
}

/**
 * The tables and the module that a text names which need not be an experiment.
 * @param file the experiment file, which the names are relative to
 */
export function namedFiles(text: string, file: string): readonly NamedFile[] {
  const { value } = new JsonText(text);
  return [trainTable, ['data', 'test'], ownModule].flatMap((key) =>
    texts([key.reduce(member, value)].flat()).map((name) => ({
      path: resolve(dirname(file), name),
      key,
    })),
  );
}

function outlineOfTask(name: string, task: unknown): TaskOutline {
  const type = text(member(task, 'type'));
  const metrics = texts(member(task, 'metrics'));
  const known = Object.entries(metricsByTaskType).find(([each]) => each === type)?.[1] ?? [];
  // Without a list, the first two are reported.
  return {
    name,
    type,
    target: text(member(task, 'target')),
    metrics: metrics.length > 0 ? metrics : known.slice(0, 2),
  };
}

function entries(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
