import type { EncodedTask } from '../../shared/encoding';
import type { MetricValues } from '../../shared/events';

/** Predictions of labelled rows beside their targets, in plain numbers. */
export interface Predictions {
  /** Raw outputs of the head, rows after each other: scaled values or logits. */
  readonly outputs: Float32Array;
  /** Scaled value, 0 or 1, or class index. */
  readonly targets: Float32Array;
}

/**
 * The task's metrics over labelled rows; NaN where one is not defined (no row, one class only).
 * Regression metrics are in the target's own units.
 */
export function computeMetrics(task: EncodedTask, predictions: Predictions): MetricValues {
  const compute = metricsOf(task, predictions);
  return Object.fromEntries(task.spec.metrics.map((name) => [name, compute(name)]));
}

function metricsOf(task: EncodedTask, predictions: Predictions): (name: string) => number {
  const { outputs, targets } = predictions;
  switch (task.spec.type) {
    case 'regression':
      return regressionMetrics(errorsInOwnUnits(predictions, task.scale), targets, task.scale);
    case 'binary': {
      const positive = targets.map((target) => (target > 0.5 ? 1 : 0));
      const predicted = outputs.map((logit) => (logit > 0 ? 1 : 0));
      const perClass = classCounts(predicted, positive, 2)[1];
      return (name) => {
        if (name === 'auc') return areaUnderCurve(outputs, targets);
        if (name === 'accuracy') return accuracy(predicted, positive);
        return precisionRecallF1(perClass, name);
      };
    }
    case 'multiclass': {
      const predicted = argMax(outputs, task.outputs);
      return (name) =>
        name === 'accuracy'
          ? accuracy(predicted, targets)
          : macroF1(classCounts(predicted, targets, task.outputs));
    }
  }
}

/**
 * Area under the ROC curve: the probability that a positive row scores above a negative one, ties
 * counting half (Mann-Whitney U by midranks).
 */
export function areaUnderCurve(scores: Float32Array, targets: Float32Array): number {
  const order = Uint32Array.from(scores, (_, row) => row).sort(
    (a, b) => (scores[a] ?? 0) - (scores[b] ?? 0),
  );
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length;) {
    const score = scores[order[start] ?? 0];
    let end = start;
    let tiedPositives = 0;
    for (; end < order.length && scores[order[end] ?? 0] === score; end++) {
      if ((targets[order[end] ?? 0] ?? 0) > 0.5) tiedPositives++;
    }
    // Ranks count from 1: the tied rows share the mean of start + 1 and end.
    rankSum += (tiedPositives * (start + 1 + end)) / 2;
    positives += tiedPositives;
    start = end;
  }
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

interface ClassCounts {
  readonly truePositives: number;
  readonly predicted: number;
  readonly actual: number;
}

function classCounts(
  predicted: Float32Array,
  targets: Float32Array,
  classes: number,
): ClassCounts[] {
  const counts = Array.from({ length: classes }, () => ({
    truePositives: 0,
    predicted: 0,
    actual: 0,
  }));
  targets.forEach((target, row) => {
    const guess = predicted[row];
    const actual = counts[target];
    const guessed = counts[guess ?? -1];
    if (actual) actual.actual++;
    if (guessed) guessed.predicted++;
    if (actual && guess === target) actual.truePositives++;
  });
  return counts;
}

/** 0 where nothing was predicted (as scikit-learn does); NaN where the class has no row. */
function precisionRecallF1(counts: ClassCounts | undefined, name: string): number {
  if (!counts || counts.actual === 0) return Number.NaN;
  const { truePositives, predicted, actual } = counts;
  switch (name) {
    case 'precision':
      return predicted === 0 ? 0 : truePositives / predicted;
    case 'recall':
      return truePositives / actual;
    case 'f1':
      return (2 * truePositives) / (predicted + actual);
    default:
      throw new Error(`unknown metric '${name}'`);
  }
}

/** Unweighted mean of F1 over the classes that occur among the targets or predictions. */
function macroF1(counts: readonly ClassCounts[]): number {
  const occurring = counts.filter(({ predicted, actual }) => predicted + actual > 0);
  const scores = occurring.map(
    ({ truePositives, predicted, actual }) => (2 * truePositives) / (predicted + actual),
  );
  return mean(scores);
}

function accuracy(predicted: Float32Array, targets: Float32Array): number {
  return mean(targets.map((target, row) => (predicted[row] === target ? 1 : 0)));
}

function argMax(outputs: Float32Array, width: number): Float32Array {
  return Float32Array.from({ length: outputs.length / width }, (_, row) => {
    let best = 0;
    for (let column = 1; column < width; column++) {
      if ((outputs[row * width + column] ?? 0) > (outputs[row * width + best] ?? 0)) best = column;
    }
    return best;
  });
}

function errorsInOwnUnits({ outputs, targets }: Predictions, scale: number): Float64Array {
  return Float64Array.from(outputs, (output, row) => (output - (targets[row] ?? 0)) * scale);
}

function regressionMetrics(
  errors: Float64Array,
  targets: Float32Array,
  scale: number,
): (name: string) => number {
  const squared = mean(errors.map((error) => error ** 2));
  return (name) => {
    switch (name) {
      case 'mse':
        return squared;
      case 'rmse':
        return Math.sqrt(squared);
      case 'mae':
        return mean(errors.map(Math.abs));
      case 'r2': {
        const values = Float64Array.from(targets, (target) => target * scale);
        const average = mean(values);
        const variance = mean(values.map((value) => (value - average) ** 2));
        return variance === 0 ? Number.NaN : 1 - squared / variance;
      }
      default:
        throw new Error(`unknown metric '${name}'`);
    }
  };
}

/** NaN for no value. */
function mean(values: Iterable<number>): number {
  let total = 0;
  let count = 0;
  for (const value of values) {
    total += value;
    count++;
  }
  return total / count;
}
