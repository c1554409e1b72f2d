import type { BinaryTask, MulticlassTask, RegressionTask, TaskSpec } from '../../shared/experiment';
import { noCategory } from '../data/categoryColumn';
import type { Features } from '../data/columnRequests';
import type { Columns } from '../data/readColumns';
import { areaUnderCurve } from '../training/metrics';
import { binsOf, type Bins } from './bins';

/** How well a feature predicts a task alone. */
export interface FoundLeak {
  readonly column: string;
  readonly task: string;
  readonly measure: 'AUC' | 'accuracy' | 'R²';
  readonly score: number;
}

const mostRows = 5000;
/** Fewer rows to judge by prove nothing. */
const fewestRows = 40;
/** Nor do fewer rows of a class. */
const fewestOfClass = 5;
/** A feature from here on leaves other features nothing to tell. */
const suspicious = 0.99;

/**
 * Features that predict the label of a task almost alone: half of some rows says what each category,
 * or each of 32 ranges of numbers, predicts, the other half judges it. AUC for binary tasks, accuracy
 * for multiclass ones, R² of the rank for regressions; 0.99 is suspicious.
 * @param columns features and targets, each as its type or as `either`
 */
export function findLeaks(
  features: Features,
  tasks: Readonly<Record<string, TaskSpec>>,
  columns: Columns,
): FoundLeak[] {
  const step = Math.max(1, Math.ceil(columns.rows / mostRows));
  const rows = Int32Array.from({ length: Math.floor(columns.rows / step) }, (_, i) => i * step);
  const bins = Object.entries(features).map(
    ([column, { type }]) => [column, binsOf(columns, column, type, rows)] as const,
  );
  return Object.entries(tasks).flatMap(([task, spec]) => {
    if (!hasOneLabel(spec)) return [];
    const labels = labelsOf(columns, spec, rows);
    const labelled = Int32Array.from(labels.keys()).filter((i) => !Number.isNaN(labels[i]));
    const fitted = labelled.filter((_, position) => position % 2 === 0);
    const judged = labelled.filter((_, position) => position % 2 === 1);
    if (judged.length < fewestRows) return [];
    const score = scoring(spec, { labels, fitted, judged });
    return bins.flatMap(([column, each]) => {
      const found = score(each);
      return found && found.score >= suspicious ? [{ column, task, ...found }] : [];
    });
  });
}

type OneLabelTask = RegressionTask | BinaryTask | MulticlassTask;

function hasOneLabel(spec: TaskSpec): spec is OneLabelTask {
  return spec.type === 'regression' || spec.type === 'binary' || spec.type === 'multiclass';
}

interface Halves {
  /** Class, or rank in [0, 1], by position among the rows; NaN where there is no label. */
  readonly labels: Float32Array;
  readonly fitted: Int32Array;
  readonly judged: Int32Array;
}
type Score = Pick<FoundLeak, 'measure' | 'score'>;

function labelsOf(
  columns: Columns,
  { type, target }: OneLabelTask,
  rows: Int32Array,
): Float32Array {
  if (type !== 'regression') {
    const { codes } = columns.category(target);
    return Float32Array.from(rows, (row) => {
      const code = codes[row] ?? noCategory;
      return code === noCategory ? Number.NaN : code;
    });
  }
  const numbers = columns.number(target);
  const values = Float64Array.from(rows, (row) => numbers.at(row));
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const rankOf = new Map<number, number>();
  known.forEach((value, rank) => rankOf.set(value, rank / known.length));
  return Float32Array.from(values, (value) => rankOf.get(value) ?? Number.NaN);
}

function scoring(spec: OneLabelTask, halves: Halves): (bins: Bins) => Score | undefined {
  if (spec.type === 'regression') return (bins) => scoreRanks(bins, halves);
  const counts = new Map<number, number>();
  for (const row of halves.judged) {
    const label = halves.labels[row] ?? 0;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const [most = 0, next = 0] = [...counts.values()].sort((a, b) => b - a);
  if (next < fewestOfClass) return () => undefined;
  if (spec.type === 'binary') return (bins) => scoreBinary(bins, halves);
  const usual = most / halves.judged.length;
  return (bins) => scoreClasses(bins, halves, usual);
}

/** The share of each bin's rows with the positive label, as a score. */
function scoreBinary(bins: Bins, { labels, fitted, judged }: Halves): Score {
  const rates = binMeans(bins, labels, fitted);
  const scores = Float32Array.from(judged, (row) => rates(row));
  const targets = Float32Array.from(judged, (row) => labels[row] ?? 0);
  return { measure: 'AUC', score: areaUnderCurve(scores, targets) };
}

/** Where one class is nearly all, accuracy alone says little: nine of ten errors must go, too. */
function scoreClasses(
  { count, at }: Bins,
  { labels, fitted, judged }: Halves,
  usual: number,
): Score | undefined {
  const counts = Array.from({ length: count }, () => new Map<number, number>());
  for (const row of fitted) {
    const label = labels[row] ?? 0;
    const ofBin = counts[at(row)];
    ofBin?.set(label, (ofBin.get(label) ?? 0) + 1);
  }
  const usualOf = counts.map(
    (ofBin) => [...ofBin].reduce((a, b) => (b[1] > a[1] ? b : a), [Number.NaN, 0])[0],
  );
  const hits = judged.filter((row) => usualOf[at(row)] === labels[row]).length;
  const score = hits / judged.length;
  return 1 - score <= (1 - usual) / 10 ? { measure: 'accuracy', score } : undefined;
}

function scoreRanks(bins: Bins, { labels, fitted, judged }: Halves): Score {
  const means = binMeans(bins, labels, fitted);
  const mean = judged.reduce((sum, row) => sum + (labels[row] ?? 0), 0) / judged.length;
  let left = 0;
  let total = 0;
  for (const row of judged) {
    left += (means(row) - (labels[row] ?? 0)) ** 2;
    total += (mean - (labels[row] ?? 0)) ** 2;
  }
  return { measure: 'R²', score: 1 - left / total };
}

/** The mean label of a row's bin; of all rows where the bin has none. */
function binMeans(
  { count, at }: Bins,
  labels: Float32Array,
  rows: Int32Array,
): (row: number) => number {
  const sums = new Float64Array(count);
  const counts = new Float64Array(count);
  let total = 0;
  for (const row of rows) {
    const label = labels[row] ?? 0;
    const bin = at(row);
    sums[bin] = (sums[bin] ?? 0) + label;
    counts[bin] = (counts[bin] ?? 0) + 1;
    total += label;
  }
  return (row) => {
    const bin = at(row);
    return counts[bin] ? (sums[bin] ?? 0) / counts[bin] : total / rows.length;
  };
}
