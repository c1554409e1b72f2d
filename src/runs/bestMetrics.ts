import type { PerTask, TrainingEvent } from '../shared/events';
import { isBetter } from '../shared/metricNames';

export interface BestValue {
  readonly value: number;
  /** Counts from 0. */
  readonly epoch: number;
}

/**
 * The best value of every metric of every task, each with its epoch: on the validation part, or on
 * the training part where there is none. The first of equal values counts.
 */
export function bestMetrics(
  events: readonly TrainingEvent[],
): PerTask<Readonly<Record<string, BestValue>>> {
  const best: Record<string, Record<string, BestValue>> = {};
  for (const event of events) {
    if (event.type !== 'epoch') continue;
    for (const [task, metrics] of Object.entries(event.validation ?? event.train)) {
      const ofTask = (best[task] ??= {});
      for (const [metric, value] of Object.entries(metrics)) {
        const incumbent = ofTask[metric];
        if (incumbent && !isBetter(metric, value, incumbent.value)) continue;
        ofTask[metric] = { value, epoch: event.epoch };
      }
    }
  }
  return best;
}
