import {
  chooseBaseline,
  singleTaskComparisons,
  singleTaskMetrics,
  singleTaskName,
} from './baselines';
import { deltas, improvements, type Comparison, type Deltas } from './comparison';
import type { MetricValues, PerTask } from './events';
import { meanRanks } from './meanRanks';
import { chooseMetrics, pickMetrics, type TaskMetric } from './metricChoice';
import type { RunInfo } from './run';
import { groupRuns, type RunGroup } from './runGroups';
import { meanValues, metricSpreads, spread, type MetricSpreads, type Spread } from './spread';

/** Groups of runs beside each other. */
export interface RunComparison {
  /** Where the metrics were measured, by the best weights. */
  readonly part: Comparison['part'];
  /** The columns. */
  readonly metrics: readonly TaskMetric[];
  /** Name of the row that the differences refer to. */
  readonly baseline: string;
  /** One model a task, over all runs, when that is the baseline. */
  readonly singleTask?: ComparedRow;
  readonly groups: readonly ComparedGroup[];
}

export interface ComparedRow {
  readonly name: string;
  readonly metrics: MetricSpreads;
  readonly seconds: Spread;
  /** Trainable parameters. */
  readonly parameters: Spread;
}

/** Runs that differ only by their seed. */
export interface ComparedGroup extends ComparedRow {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly runs: readonly { readonly id: string; readonly seed: number }[];
  /** Of each run to the baseline, see {@link Deltas}. */
  readonly deltaM: Spread;
  readonly deltaP: Spread;
  /** See {@link meanRanks}. */
  readonly rank: number;
}

export interface ComparisonChoice {
  /** Default: the test part where every run has one, otherwise the validation part. */
  readonly part?: 'test' | 'validation' | undefined;
  /** See {@link chooseMetrics}. */
  readonly metrics?: readonly string[] | undefined;
  /** See {@link chooseBaseline}. */
  readonly baseline?: string | undefined;
}

/**
 * Compares runs, those that differ only by seed as one: mean and deviation, differences to a
 * baseline, ranks.
 * @param runs that have a summary
 * @throws MtlError of kind `usage` when a metric or the baseline is not there
 */
export function compareRuns(runs: readonly RunInfo[], choice: ComparisonChoice): RunComparison {
  const part = choice.part ?? (runs.every(({ summary }) => summary?.test) ? 'test' : 'validation');
  const hasValidation = runs.every(({ rows }) => rows.validation > 0);
  const measuredPart = part === 'test' || hasValidation ? part : 'training';
  const measured = (run: RunInfo): PerTask<MetricValues> =>
    (part === 'test' ? run.summary?.test : run.summary?.best) ?? {};
  const metrics = chooseMetrics(runs.map(measured), choice.metrics);
  const groups = groupRuns(runs);
  const singles = singleTaskComparisons(runs, measuredPart, metrics);
  const baseline = chooseBaseline(groups, singles !== undefined, choice.baseline);
  const spreads = groups.map((group) => metricSpreads(group.runs.map(measured), metrics));
  const means = spreads.map(meanValues);
  const base = baseline && means[groups.indexOf(baseline)];
  const deltasOf = (run: RunInfo): Deltas => {
    const { comparison } = run.summary ?? {};
    const single = comparison ? pickMetrics(singleTaskMetrics(comparison), metrics) : {};
    return deltasTo(base ?? single, measured(run));
  };
  const ranks = meanRanks(means, metrics);
  return {
    part: measuredPart,
    metrics,
    baseline: baseline?.name ?? singleTaskName,
    ...(!baseline && singles && { singleTask: singleTaskRow(singles, metrics) }),
    groups: groups.map((group, index) => ({
      ...describeGroup(group),
      metrics: spreads[index] ?? {},
      ...deltaSpreads(group.runs.map(deltasOf), base && deltasTo(base, means[index] ?? {})),
      rank: ranks[index] ?? Number.NaN,
    })),
  };
}

function describeGroup({ name, settings, runs }: RunGroup) {
  return {
    name,
    settings,
    runs: runs.map(({ id, seed }) => ({ id, seed })),
    seconds: spread(runs.map(({ summary }) => summary?.seconds ?? Number.NaN)),
    parameters: spread(runs.map(({ summary }) => summary?.parameters ?? Number.NaN)),
  };
}

function singleTaskRow(
  comparisons: readonly Comparison[],
  metrics: readonly TaskMetric[],
): ComparedRow {
  return {
    name: singleTaskName,
    metrics: metricSpreads(comparisons.map(singleTaskMetrics), metrics),
    seconds: spread(comparisons.map(({ seconds }) => seconds.single)),
    parameters: spread(comparisons.map(({ parameters }) => parameters.single)),
  };
}

function deltasTo(base: PerTask<MetricValues>, own: PerTask<MetricValues>): Deltas {
  return deltas(
    Object.entries(base).map(([task, ofTask]) => improvements(own[task] ?? {}, ofTask)),
  );
}

/** @param ofMeans to one base these are the means, without the rounding of a sum over the runs */
function deltaSpreads(each: readonly Deltas[], ofMeans: Deltas | undefined) {
  const deltaM = spread(each.map((deltas) => deltas.deltaM));
  const deltaP = spread(each.map((deltas) => deltas.deltaP));
  return {
    deltaM: { ...deltaM, mean: ofMeans?.deltaM ?? deltaM.mean },
    deltaP: { ...deltaP, mean: ofMeans?.deltaP ?? deltaP.mean },
  };
}
