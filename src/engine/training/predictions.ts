import type { EncodedTask } from '../../shared/encoding';
import type { TaskPredictions } from '../../shared/predictions';
import type { TargetColumn } from '../data/dataset';

/**
 * Predictions as people read them.
 * @param outputs raw outputs of the head, [n, task.outputs], of the first rows of the targets
 */
export function readablePredictions(
  task: EncodedTask,
  outputs: Float32Array,
  { values, mask }: TargetColumn,
): TaskPredictions {
  const { name, outputs: width, classes, scale, shift, spec } = task;
  const own = (value: number): number => value * scale + shift;
  const isRegression = spec.type === 'regression';
  const targets = values
    .subarray(0, outputs.length / width)
    .map((value, row) => (mask?.[row] === 0 ? Number.NaN : isRegression ? own(value) : value));
  const predicted = isRegression
    ? outputs.map(own)
    : spec.type === 'binary'
      ? outputs.map((logit) => 1 / (1 + Math.exp(-logit)))
      : softmax(outputs, width);
  return { name, values: predicted, width, targets, ...(classes && { classes }) };
}

/** @param logits [n, width] */
function softmax(logits: Float32Array, width: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += width) {
    const row = logits.subarray(start, start + width);
    const largest = Math.max(...row);
    const powers = row.map((logit) => Math.exp(logit - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    probabilities.set(
      powers.map((power) => power / total),
      start,
    );
  }
  return probabilities;
}
