import { valueText } from '../../src/shared/settingText';
import { describeMetric } from '../../src/shared/metricNames';
import { formatValue } from '../../src/shared/numberText';
import type { RunRow } from './runRows';

/** An axis of parallel coordinates: a setting, or the metric of a task. */
export interface ParallelAxis {
  readonly title: string;
  /** Another when the axis is scaled in another way. */
  readonly id: string;
  /** Where each row crosses it, 0 (bottom) to 1; undefined where it has no value. */
  readonly places: readonly (number | undefined)[];
  /** Words at the axis, each at its place. */
  readonly ticks: readonly { readonly label: string; readonly place: number }[];
  /** A place on the axis in words. */
  readonly describe: (place: number) => string;
  /** The value of each row in words. */
  readonly texts: readonly string[];
}

/** An axis without the id, which follows from the rest. */
type UnnamedAxis = Omit<ParallelAxis, 'id'>;

/** Numbers over more than this factor are spread by their logarithm. */
const wideFactor = 50;

/** An axis for each setting in which the rows differ, then one for the first metric of each task. */
export function parallelAxes(rows: readonly RunRow[]): readonly ParallelAxis[] {
  const paths = [...new Set(rows.flatMap(({ settings }) => Object.keys(settings)))];
  const tasks = [...new Set(rows.flatMap(({ metrics }) => Object.keys(metrics)))];
  const settings = paths.map((path) =>
    settingAxis(
      path,
      rows.map((row) => row.settings[path]),
    ),
  );
  const metrics = tasks.map((task) => {
    const values = rows.map(({ metrics: own }) => own[task]?.best.mean ?? Number.NaN);
    const metric = rows.find(({ metrics: own }) => own[task])?.metrics[task]?.metric;
    const label = metric === undefined ? '' : describeMetric(metric).label;
    return numberAxis(`${task} ${label}`, values, formatValue);
  });
  return [...settings, ...metrics].map((axis) => ({
    ...axis,
    id: JSON.stringify([axis.title, axis.ticks.map(({ label }) => label)]),
  }));
}

function settingAxis(path: string, values: readonly unknown[]): UnnamedAxis {
  const known = values.filter((value) => value !== undefined);
  if (known.every((value) => typeof value === 'number')) {
    const numbers = values.map((value) => (typeof value === 'number' ? value : Number.NaN));
    return numberAxis(path, numbers, valueText);
  }
  const labels = [...new Set(known.map(valueText))];
  const placeOf = (label: string): number =>
    labels.length === 1 ? 0.5 : labels.indexOf(label) / (labels.length - 1);
  return {
    title: path,
    places: values.map((value) => (value === undefined ? undefined : placeOf(valueText(value)))),
    describe: (place) => labels[Math.round(place * (labels.length - 1))] ?? '–',
    ticks: labels.map((label) => ({ label, place: placeOf(label) })),
    texts: values.map((value) => (value === undefined ? '–' : valueText(value))),
  };
}

function numberAxis(
  title: string,
  values: readonly number[],
  format: (value: number) => string,
): UnnamedAxis {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const log = low > 0 && high / low > wideFactor;
  const of = (value: number): number => (log ? Math.log(value) : value);
  const placeOf = (value: number): number =>
    high > low ? (of(value) - of(low)) / (of(high) - of(low)) : 0.5;
  const valueAt = (place: number): number => {
    const value = of(low) + place * (of(high) - of(low));
    return log ? Math.exp(value) : value;
  };
  const ends = finite.length === 0 ? [] : high > low ? [low, high] : [low];
  return {
    title,
    places: values.map((value) => (Number.isFinite(value) ? placeOf(value) : undefined)),
    describe: (place) => (finite.length === 0 ? '–' : format(valueAt(place))),
    ticks: ends.map((value) => ({ label: format(value), place: placeOf(value) })),
    texts: values.map((value) => (Number.isFinite(value) ? format(value) : '–')),
  };
}
