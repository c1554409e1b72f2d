import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { EncodedTask } from '../../shared/encoding';
import { isOwnMetric } from '../../shared/metricNames';
import { builtInMeasures, type Measures } from '../training/measures';
import { moduleTask } from './buildOwnModel';
import { moduleError } from './moduleError';
import { describeResult, isTensor } from './ownFunction';
import type { LossFunction, MetricFunction, OwnModule } from './ownModule';

/** The measures of a module: its losses in place of the tasks' own, its metrics besides theirs. */
export function ownMeasures(module: OwnModule): Measures {
  const { losses, metrics } = module.exports;
  return {
    rowLosses: (task, output, target) => {
      const loss = losses[task.name];
      if (!loss) return builtInMeasures.rowLosses(task, output, target);
      return ownLosses(module, task.name, loss, output, target);
    },
    computeMetrics: (task, predictions) => {
      const { spec } = task;
      const ofLab = spec.metrics.filter((name) => !isOwnMetric(name));
      const computed = builtInMeasures.computeMetrics(
        { ...task, spec: { ...spec, metrics: ofLab } },
        predictions,
      );
      const own = spec.metrics.flatMap((name) => {
        const metric = isOwnMetric(name) ? metrics[task.name]?.[name] : undefined;
        return metric ? [[name, ownMetric(module, task, name, metric, predictions)] as const] : [];
      });
      return { ...computed, ...Object.fromEntries(own) };
    },
  };
}

function ownLosses(
  module: OwnModule,
  task: string,
  loss: LossFunction,
  output: Tensor,
  target: Tensor,
): Tensor1D {
  const called = { name: `losses.${task}`, place: module.placeOf(loss) };
  const result = module.callLimited(called, () => loss({ tf: module.tf }, output, target));
  const batch = output.shape[0] ?? 0;
  if (isTensor(result) && result.shape.join() === String(batch)) return result as Tensor1D;
  const came = describeResult(result, batch);
  throw moduleError(
    'module-result',
    `losses.${task} must return a loss for each row, [batch]; it returned ${came}.`,
    called.place,
  );
}

function ownMetric(
  module: OwnModule,
  task: EncodedTask,
  name: string,
  metric: MetricFunction,
  { outputs, targets }: Parameters<Measures['computeMetrics']>[1],
): number {
  const called = { name: `metrics.${task.name}.${name}`, place: module.placeOf(metric) };
  // Copies: what a module writes into them must not reach the next one.
  const result = module.callLimited(called, () =>
    metric(outputs.slice(), targets.slice(), moduleTask(task)),
  );
  if (typeof result === 'number') return result;
  throw moduleError(
    'module-result',
    `${called.name} must return a number; it returned ${describeResult(result, 0)}.`,
    called.place,
  );
}
