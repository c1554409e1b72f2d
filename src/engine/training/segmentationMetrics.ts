import type { Predictions } from './metrics';

/**
 * Metrics of pixels that have a label, over all pictures at once: the share that is right, and the
 * mean over classes of the intersection over union of their predicted and true pixels; classes that
 * neither has are left out.
 * @param predictions [pixels, classes] logits and [pixels] classes, -1 for none
 */
export function segmentationMetrics(
  { outputs, targets }: Predictions,
  classes: number,
): (name: string) => number {
  const [right, predicted, actual] = [0, 1, 2].map(() => new Float64Array(classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  targets.forEach((target, pixel) => {
    if (target < 0) return;
    const guess = largest(outputs, pixel * classes, classes);
    predicted[guess] = (predicted[guess] ?? 0) + 1;
    actual[target] = (actual[target] ?? 0) + 1;
    if (guess === target) right[target] = (right[target] ?? 0) + 1;
  });
  return (name) => {
    const found = right.reduce((sum, count) => sum + count, 0);
    if (name === 'pixelAccuracy') return found / actual.reduce((sum, count) => sum + count, 0);
    const shares = [...right].flatMap((both, label) => {
      const union = (predicted[label] ?? 0) + (actual[label] ?? 0) - both;
      return union > 0 ? [both / union] : [];
    });
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  };
}

/** The place of the first of the largest numbers, from `start` on. */
export function largest(values: Float32Array, start: number, width: number): number {
  let best = 0;
  for (let at = 1; at < width; at++) {
    if ((values[start + at] ?? 0) > (values[start + best] ?? 0)) best = at;
  }
  return best;
}
