import uPlot from 'uplot';
import type { RunHistory } from '../../src/shared/runHistory';
import type { Axis } from '../viewState';
import { decimate, type Decimated, type Values } from './decimate';
import { drawnWeight, smooth } from './smoothing';

/** What a chart draws: aligned columns, and where a line's value is not finite. */
export interface Plot {
  readonly x: readonly number[];
  /** `null` is a gap; `undefined` is no point of this line. */
  readonly y: readonly Values[];
  readonly gaps: readonly (readonly number[])[];
  /** First and last x of the axis. */
  readonly range: readonly [number, number];
  /** Distances that the axis' ticks may have; undefined for whole numbers. */
  readonly ticks?: number[];
}

/** The plot of the losses, with what its legend reads. */
export interface LossPlot extends Plot {
  /** Positions of the training values, step or epoch. */
  readonly position: Float64Array;
  /** For each task the training loss as measured, and smoothed. */
  readonly raw: readonly Float64Array[];
  readonly smoothed: readonly Float64Array[];
}

/** Points a line is drawn with at most: more than any sidebar has pixels. */
export const pointLimit = 2000;

/** The epochs' places on an axis: the end of each, or its number, counted from 1. */
export function epochPositions(history: RunHistory, axis: Axis): Float64Array {
  if (axis === 'step') return history.epochEnd.values;
  return Float64Array.from(history.epochs, ({ epoch }) => epoch + 1);
}

/** A task's values of a metric, one an epoch; NaN where there is none. */
export function epochValues(
  history: RunHistory,
  part: 'train' | 'validation',
  task: string,
  metric: string,
): Float64Array {
  return Float64Array.from(history.epochs, (event) => event[part]?.[task]?.[metric] ?? Number.NaN);
}

/** The x that every chart of the page spans, so that their cursors are above each other. */
export function axisRange(history: RunHistory, axis: Axis): [number, number] {
  const last =
    axis === 'step'
      ? Math.max(history.step.last ?? 0, history.epochEnd.last ?? 0)
      : (history.epochs.at(-1)?.epoch ?? 0) + 1;
  return axis === 'step' ? [0, Math.max(last, 10)] : [1, Math.max(last, 2)];
}

/**
 * The losses: a line a task of training as measured, of training smoothed, and of validation.
 * Training has a point a step or an epoch, as the axis says; validation has one an epoch.
 */
export function lossPlot(
  history: RunHistory,
  axis: Axis,
  smoothing: number,
  hasValidation: boolean,
): LossPlot {
  const { tasks } = history;
  const epochs = epochPositions(history, axis);
  const raw = tasks.map((task) =>
    axis === 'step' ? history.loss(task).values : epochValues(history, 'train', task, 'loss'),
  );
  const smoothed = raw.map((values) => smooth(values, drawnWeight(smoothing, values.length)));
  const position = axis === 'step' ? history.step.values : epochs;
  const training = decimate(position, [...raw, ...smoothed], pointLimit);
  const none = new Float64Array();
  const validation = decimate(
    hasValidation ? epochs : none,
    tasks.map((task) => (hasValidation ? epochValues(history, 'validation', task, 'loss') : none)),
    pointLimit,
  );
  const [x, ...y] = joinKeepingGaps(training, validation);
  return {
    x,
    y,
    gaps: [...tasks.map(() => []), ...training.gaps.slice(tasks.length), ...validation.gaps],
    range: axisRange(history, axis),
    position,
    raw,
    smoothed,
  };
}

/** One x for all; a gap reaches to the neighbouring points of its own line. */
export function joinKeepingGaps(...parts: readonly Decimated[]): [number[], ...Values[]] {
  const expand = 2;
  const tables = parts.map(({ x, y }): uPlot.AlignedData => [x, ...y]);
  const modes = tables.map((table) => table.map(() => expand));
  return uPlot.join(tables, modes) as [number[], ...Values[]];
}

/** A metric of a task, two lines: training and validation. */
export function metricPlot(
  history: RunHistory,
  axis: Axis,
  task: string,
  metric: string,
  hasValidation: boolean,
): Plot {
  const parts = hasValidation ? (['train', 'validation'] as const) : (['train'] as const);
  const columns = parts.map((part) => epochValues(history, part, task, metric));
  const { x, y, gaps } = decimate(epochPositions(history, axis), columns, pointLimit);
  return {
    x,
    y: hasValidation ? y : [...y, x.map(() => undefined)],
    gaps: hasValidation ? gaps : [...gaps, []],
    range: axisRange(history, axis),
  };
}
