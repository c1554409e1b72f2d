import { areaUnderCurve, type Predictions } from './metrics';

/** What is counted of one label, or of all. */
interface Counts {
  right: number;
  predicted: number;
  actual: number;
}

/**
 * Metrics of several labels a row, each predicted where its probability is above a half. F1 is
 * averaged over labels that occur among targets or predictions (macro) or counted over all at once
 * (micro); the AUC is the mean over labels that are not the same in all rows; subset accuracy is the
 * share of rows of which every label is right.
 * @param width number of labels
 */
export function labelSetMetrics(
  { outputs, targets }: Predictions,
  width: number,
): (name: string) => number {
  const rows = targets.length / width;
  const labels = Array.from({ length: width }, (): Counts => ({
    right: 0,
    predicted: 0,
    actual: 0,
  }));
  let wholeRows = 0;
  for (let row = 0; row < rows; row++) {
    let isWhole = true;
    labels.forEach((counts, label) => {
      const at = row * width + label;
      const [isPredicted, isActual] = [(outputs[at] ?? 0) > 0, (targets[at] ?? 0) > 0.5];
      if (isPredicted) counts.predicted++;
      if (isActual) counts.actual++;
      if (isPredicted && isActual) counts.right++;
      if (isPredicted !== isActual) isWhole = false;
    });
    if (isWhole) wholeRows++;
  }
  return (name) => {
    switch (name) {
      case 'macroF1':
        return mean(labels.filter(occurs).map(f1));
      case 'microF1':
        return f1(labels.reduce(sum));
      case 'auc':
        return mean(areas({ outputs, targets }, width).filter((area) => !Number.isNaN(area)));
      case 'subsetAccuracy':
        return wholeRows / rows;
      default:
        throw new Error(`unknown metric '${name}'`);
    }
  };
}

function areas({ outputs, targets }: Predictions, width: number): number[] {
  return Array.from({ length: width }, (_, label) => {
    const ofLabel = (__: number, at: number): boolean => at % width === label;
    return areaUnderCurve(outputs.filter(ofLabel), targets.filter(ofLabel));
  });
}

function occurs({ predicted, actual }: Counts): boolean {
  return predicted + actual > 0;
}

function f1({ right, predicted, actual }: Counts): number {
  return (2 * right) / (predicted + actual);
}

function sum(a: Counts, b: Counts): Counts {
  return {
    right: a.right + b.right,
    predicted: a.predicted + b.predicted,
    actual: a.actual + b.actual,
  };
}

/** NaN for none. */
function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
