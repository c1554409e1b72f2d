import type { TaskType } from './experiment';
import { t } from './l10n';

/** What people need to know of a metric to read it. */
export interface MetricDescription {
  readonly label: string;
  readonly higherIsBetter: boolean;
}

const descriptions: Readonly<Record<string, MetricDescription>> = {
  loss: { label: t`loss`, higherIsBetter: false },
  auc: { label: 'AUC', higherIsBetter: true },
  macroF1: { label: t`macro F1`, higherIsBetter: true },
  microF1: { label: t`micro F1`, higherIsBetter: true },
  subsetAccuracy: { label: t`subset accuracy`, higherIsBetter: true },
  map50: { label: 'mAP@0.5', higherIsBetter: true },
  miou: { label: 'mIoU', higherIsBetter: true },
  pixelAccuracy: { label: t`pixel accuracy`, higherIsBetter: true },
  accuracy: { label: t`accuracy`, higherIsBetter: true },
  f1: { label: 'F1', higherIsBetter: true },
  precision: { label: t`precision`, higherIsBetter: true },
  recall: { label: t`recall`, higherIsBetter: true },
  mse: { label: 'MSE', higherIsBetter: false },
  rmse: { label: 'RMSE', higherIsBetter: false },
  mae: { label: 'MAE', higherIsBetter: false },
  bleu: { label: 'BLEU', higherIsBetter: true },
  chrf: { label: 'chrF', higherIsBetter: true },
  r2: { label: 'R²', higherIsBetter: true },
};

/** Metrics a task of each type can report; the first two, where there are as many, are the default. */
export const metricsByTaskType: Readonly<Record<TaskType, readonly string[]>> = {
  regression: ['rmse', 'r2', 'mae', 'mse'],
  binary: ['auc', 'accuracy', 'f1', 'precision', 'recall'],
  multiclass: ['accuracy', 'f1'],
  multilabel: ['macroF1', 'auc', 'microF1', 'subsetAccuracy'],
  detection: ['map50'],
  segmentation: ['miou', 'pixelAccuracy'],
  tagging: ['f1', 'accuracy', 'precision', 'recall'],
  sequence: ['chrf', 'bleu', 'accuracy'],
};

/**
 * How the name of a metric of an own model ends: more is better of a score, less of the others, as
 * scikit-learn names them.
 */
const ownMetric = /_(score|loss|error|deviance)$/;

/** Whether a metric is one that an own model has to compute. */
export function isOwnMetric(name: string): boolean {
  return ownMetric.test(name);
}

/** @throws Error when the name is not a metric. */
export function describeMetric(name: string): MetricDescription {
  if (isOwnMetric(name)) return { label: name, higherIsBetter: name.endsWith('_score') };
  const description = descriptions[name];
  if (!description) throw new Error(`unknown metric '${name}'`);
  return description;
}

/** Whether `candidate` is better than `incumbent`; NaN is worse than everything. */
export function isBetter(name: string, candidate: number, incumbent: number): boolean {
  if (Number.isNaN(candidate)) return false;
  if (Number.isNaN(incumbent)) return true;
  return describeMetric(name).higherIsBetter ? candidate > incumbent : candidate < incumbent;
}
