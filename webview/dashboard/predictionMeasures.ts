import type { TaskPredictions } from '../../src/shared/predictions';

/** Rows: the true class; columns: the predicted one. How many rows have each two. */
export function confusionMatrix(task: TaskPredictions): readonly (readonly number[])[] {
  const classes = Math.max(2, task.width);
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  task.targets.forEach((target, row) => {
    const line = counts[target];
    const predicted = predictedClass(task, row);
    if (line) line[predicted] = (line[predicted] ?? 0) + 1;
  });
  return counts;
}

/** The class with the largest probability; of two, the positive one above a half. */
export function predictedClass({ values, width }: TaskPredictions, row: number): number {
  if (width === 1) return (values[row] ?? 0) > 0.5 ? 1 : 0;
  const own = values.subarray(row * width, (row + 1) * width);
  return own.indexOf(Math.max(...own));
}

/**
 * The points of the ROC curve from (0, 0) to (1, 1): the share of negative and of positive rows
 * that score above each threshold; rows that score alike make one point.
 */
export function rocCurve({
  values,
  targets,
}: TaskPredictions): readonly (readonly [number, number])[] {
  const rows = [...targets.keys()].filter((row) => !Number.isNaN(targets[row]));
  rows.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const positives = rows.filter((row) => targets[row] === 1).length;
  const negatives = rows.length - positives;
  if (positives === 0 || negatives === 0) return [];
  const points: (readonly [number, number])[] = [[0, 0]];
  let [found, wrong] = [0, 0];
  rows.forEach((row, index) => {
    if (targets[row] === 1) found++;
    else wrong++;
    const next = rows[index + 1];
    if (next === undefined || values[next] !== values[row])
      points.push([wrong / negatives, found / positives]);
  });
  return points;
}

/** A row with its error. */
export interface RowError {
  /** Position among the predictions. */
  readonly row: number;
  /** Distance from the true value, or one minus the probability of the true class. */
  readonly error: number;
}

/** The rows with the largest errors, the worst first. */
export function worstRows(task: TaskPredictions, count: number): readonly RowError[] {
  const errors = [...task.targets.keys()].flatMap((row): RowError[] => {
    const error = errorOf(task, row);
    return Number.isNaN(error) ? [] : [{ row, error }];
  });
  return errors.sort((a, b) => b.error - a.error).slice(0, count);
}

function errorOf({ values, targets, width, classes }: TaskPredictions, row: number): number {
  const target = targets[row] ?? Number.NaN;
  if (width === 1) return Math.abs((values[row] ?? Number.NaN) - target);
  return classes ? 1 - (values[row * width + target] ?? Number.NaN) : Number.NaN;
}
