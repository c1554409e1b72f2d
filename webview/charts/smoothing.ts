/** As many points as a narrow chart has pixels: up to here each counts by itself. */
const drawnPoints = 250;

/**
 * The weight that smooths a line of `count` points as much, to the eye, as `weight` smooths a short
 * one: the average reaches over the same part of the axis (as Weights & Biases' time-weighted
 * average does), instead of over the same number of points.
 */
export function drawnWeight(weight: number, count: number): number {
  return weight ** Math.min(1, drawnPoints / Math.max(1, count));
}

/**
 * Exponential moving average without the bias towards the start (as TensorBoard smooths; Kingma &
 * Ba, arXiv 1412.6980, section 3). What is not a finite number stays as it is and leaves no trace.
 * @param weight of the past, 0 (none) to below 1
 */
export function smooth(values: Float64Array, weight: number): Float64Array {
  if (weight === 0) return values;
  let average = 0;
  let bias = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = average * weight + (1 - weight) * value;
    bias *= weight;
    return average / (1 - bias);
  });
}
