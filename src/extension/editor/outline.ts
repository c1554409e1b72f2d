import { JsonText } from '../../shared/jsonText';
import { metricsByTaskType } from '../../shared/metricNames';
import { isRecord } from '../../shared/isRecord';
import { ownValue } from '../../shared/ownValue';

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

/** The tables and the module that a text names which need not be an experiment, as it names them. */
export function namedFiles(text: string): readonly string[] {
  const { value } = new JsonText(text);
  const [data, model] = [member(value, 'data'), member(value, 'model')];
  return [member(data, 'train'), member(data, 'test'), member(model, 'module')].flatMap((named) =>
    texts([named].flat()),
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

/** The value of a key; undefined for what has no keys. */
export function member(value: unknown, key: string): unknown {
  return isRecord(value) ? ownValue(value, key) : undefined;
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
