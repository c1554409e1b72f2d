import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { EncodedTask } from '../../shared/encoding';
import type { MetricValues } from '../../shared/events';
import { rowLosses } from './losses';
import { computeMetrics, type Predictions } from './metrics';

/** How a task's outputs are judged: what training makes small, and what is reported. */
export interface Measures {
  /** As the function of this name. */
  readonly rowLosses: (task: EncodedTask, output: Tensor, target: Tensor) => Tensor1D;
  /** As the function of this name. */
  readonly computeMetrics: (task: EncodedTask, predictions: Predictions) => MetricValues;
}

/** Those of the experiment file. */
export const builtInMeasures: Measures = { rowLosses, computeMetrics };
