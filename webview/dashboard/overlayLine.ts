import type { RunSeries } from '../../src/shared/runSeries';
import { trainingLoss, type TimeAxis } from './dashboardState';

/** A run's values of a task over an axis. */
export interface OverlayLine {
  /** Ascending. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The number of each value's step or epoch, counted from 1. */
  readonly number: Float64Array;
  /** Of a mean over runs; see `meanLine`. */
  readonly deviation?: Float64Array;
}

/**
 * A line of a chart; undefined where the run has no such metric.
 * @param metric a metric's name, or `trainingLoss` for the loss at every step
 */
export function overlayLine(
  series: RunSeries,
  task: string,
  metric: string,
  axis: TimeAxis,
): OverlayLine | undefined {
  const { step, epochEnd, epoch, seconds } = series;
  if (metric === trainingLoss) {
    const y = series.loss[task];
    return y && { x: stepPositions(series, axis), y, number: step };
  }
  const y = series.judged[task]?.[metric];
  const x = { step: epochEnd, epoch, time: seconds }[axis];
  return y && { x, y, number: epoch };
}

/** The places of the steps: between the ends of epochs, an epoch goes on evenly. */
function stepPositions(
  { step, epochEnd, epoch, seconds }: RunSeries,
  axis: TimeAxis,
): Float64Array {
  switch (axis) {
    case 'step':
      return step;
    case 'epoch':
      return alongEpochs(step, epochEnd, epoch);
    case 'time':
      return alongEpochs(step, epochEnd, seconds);
  }
}

/**
 * Values at steps, when they are known at the ends of epochs and are 0 before the first; after the
 * last they go on as in the last. None before an epoch has ended.
 */
export function alongEpochs(
  step: Float64Array,
  epochEnd: Float64Array,
  atEnd: Float64Array,
): Float64Array {
  if (epochEnd.length === 0) return new Float64Array();
  let next = 0;
  return step.map((each) => {
    while (next < epochEnd.length - 1 && each > (epochEnd[next] ?? 0)) next++;
    const [fromStep, from] = [epochEnd[next - 1] ?? 0, atEnd[next - 1] ?? 0];
    const [toStep, to] = [epochEnd[next] ?? 0, atEnd[next] ?? 0];
    return from + ((each - fromStep) * (to - from)) / (toStep - fromStep);
  });
}
