import type { EncodedTask } from '../../shared/encoding';
import type { MetricValues } from '../../shared/events';
import { detectionMetric } from './detectionMetrics';
import { labelSetMetrics } from './labelSetMetrics';
import { largest, segmentationMetrics } from './segmentationMetrics';
import { taggingMetrics, tokenAccuracy } from './tokenMetrics';

/** Predictions of labelled rows beside their targets, in plain numbers. */
export interface Predictions {
  /** Raw outputs of the head, [rows, ...outputShape]: scaled values or logits. */
  readonly outputs: Float32Array;
  /** [rows, ...targetShape]: scaled value, 0 or 1, class index, ... */
  readonly targets: Float32Array;
}

/**
 * The task's metrics over labelled rows; NaN where one is not defined (no row, one class only).
 * Regression metrics are in the target's own units. Those of a sequence's decoded texts are
 * measured apart, see `TextMetrics`.
 */
export function computeMetrics(task: EncodedTask, predictions: Predictions): MetricValues {
  const compute = metricsOf(task, predictions);
  return Object.fromEntries(task.spec.metrics.map((name) => [name, compute(name)]));
}

function metricsOf(task: EncodedTask, predictions: Predictions): (name: string) => number {
  const { outputs, targets } = predictions;
  const rows = targets.length;
  switch (task.spec.type) {
    case 'tagging':
      return taggingMetrics(task, predictions);
    case 'sequence':
      return (name) => (name === 'accuracy' ? tokenAccuracy(predictions) : Number.NaN);
    case 'regression':
      return regressionMetrics(predictions, task.scale);
    case 'binary': {
      const isPositive = (row: number): number => ((targets[row] ?? 0) > 0.5 ? 1 : 0);
      const predicted = (row: number): number => ((outputs[row] ?? 0) > 0 ? 1 : 0);
      const counts = countClasses(rows, 2, predicted, isPositive);
      return (name) => {
        if (name === 'auc') return areaUnderCurve(outputs, targets);
        if (name === 'accuracy') return accuracy(rows, counts);
        return precisionRecallF1(counts[1], name);
      };
    }
    case 'multiclass': {
      const target = (row: number): number => targets[row] ?? 0;
      const predicted = (row: number): number => largest(outputs, row * task.outputs, task.outputs);
      const counts = countClasses(rows, task.outputs, predicted, target);
      return (name) => (name === 'accuracy' ? accuracy(rows, counts) : macroF1(counts));
    }
    case 'multilabel':
      return labelSetMetrics(predictions, task.outputs);
    case 'detection':
      return () => detectionMetric(task, predictions);
    case 'segmentation':
      return segmentationMetrics(predictions, task.outputs);
  }
}

/**
 * Area under the ROC curve: the probability that a positive row scores above a negative one, ties
 * counting half (Mann-Whitney U).
 */
export function areaUnderCurve(scores: Float32Array, targets: Float32Array): number {
  const isPositive = (_: number, row: number): boolean => (targets[row] ?? 0) > 0.5;
  const positives = scores.filter(isPositive).sort();
  const negatives = scores.filter((score, row) => !isPositive(score, row)).sort();
  let below = 0;
  let notAbove = 0;
  let won = 0;
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] ?? 0) < score) below++;
    while (notAbove < negatives.length && (negatives[notAbove] ?? 0) <= score) notAbove++;
    won += (below + notAbove) / 2;
  }
  return won / (positives.length * negatives.length);
}

interface ClassCounts {
  readonly truePositives: number;
  readonly predicted: number;
  readonly actual: number;
}

/** Counts rows by class, given the class that was predicted for a row and the one it has. */
function countClasses(
  rows: number,
  classes: number,
  predictedAt: (row: number) => number,
  actualAt: (row: number) => number,
): ClassCounts[] {
  const truePositives = new Uint32Array(classes);
  const predicted = new Uint32Array(classes);
  const actual = new Uint32Array(classes);
  for (let row = 0; row < rows; row++) {
    const guess = predictedAt(row);
    const target = actualAt(row);
    predicted[guess] = (predicted[guess] ?? 0) + 1;
    actual[target] = (actual[target] ?? 0) + 1;
    if (guess === target) truePositives[target] = (truePositives[target] ?? 0) + 1;
  }
  return Array.from({ length: classes }, (_, index) => ({
    truePositives: truePositives[index] ?? 0,
    predicted: predicted[index] ?? 0,
    actual: actual[index] ?? 0,
  }));
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
  return meanOf(occurring.length, (index) => {
    const { truePositives = 0, predicted = 0, actual = 0 } = occurring[index] ?? {};
    return (2 * truePositives) / (predicted + actual);
  });
}

function accuracy(rows: number, counts: readonly ClassCounts[]): number {
  return counts.reduce((total, { truePositives }) => total + truePositives, 0) / rows;
}

function regressionMetrics(
  { outputs, targets }: Predictions,
  scale: number,
): (name: string) => number {
  const rows = targets.length;
  const error = (row: number): number => ((outputs[row] ?? 0) - (targets[row] ?? 0)) * scale;
  const squared = meanOf(rows, (row) => error(row) ** 2);
  return (name) => {
    switch (name) {
      case 'mse':
        return squared;
      case 'rmse':
        return Math.sqrt(squared);
      case 'mae':
        return meanOf(rows, (row) => Math.abs(error(row)));
      case 'r2': {
        const value = (row: number): number => (targets[row] ?? 0) * scale;
        const average = meanOf(rows, value);
        const variance = meanOf(rows, (row) => (value(row) - average) ** 2);
        return variance === 0 ? Number.NaN : 1 - squared / variance;
      }
      default:
        throw new Error(`unknown metric '${name}'`);
    }
  };
}

/** The mean of `count` values; NaN for none. */
function meanOf(count: number, valueAt: (index: number) => number): number {
  let total = 0;
  for (let index = 0; index < count; index++) total += valueAt(index);
  return total / count;
}
