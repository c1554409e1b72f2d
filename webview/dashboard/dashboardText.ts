import { listed, t } from '../../src/shared/l10n';
import { counted, formatCount } from '../../src/shared/numberText';
import type { TimeAxis } from './dashboardState';
import { axisWord, partWord, type PartName } from '../../src/shared/words';

/** What the dashboard says, a function or a constant a sentence. */
export const dashboardText = {
  title: t`Compare Runs`,
  noRuns: t`No runs in this folder yet. Train an experiment, then compare its runs here.`,
  loading: t`Reading runs …`,

  // The table
  runs: t`Runs`,
  runsTable: t`Runs of the workspace`,
  filter: t`Filter runs, by name, tag, status or setting`,
  filterHint: t`Filter: name, tag, status, setting`,
  counts: (shown: number, all: number, selected: number, isBrushed: boolean): string => {
    const rows = counted(all, t`row`, t`rows`);
    const found = shown === all ? rows : t`${formatCount(shown)} of ${rows}`;
    const brushed = isBrushed ? ` · ${t`brushed in parallel coordinates`}` : '';
    return t`${found}${brushed} · ${formatCount(selected)} on the charts`;
  },
  run: t`run`,
  status: t`status`,
  method: t`method`,
  architecture: t`architecture`,
  seed: t`seed`,
  time: t`time`,
  tags: t`tags`,
  note: t`note`,
  metricColumn: (label: string, part: 'last' | 'best'): string =>
    part === 'last' ? t`${label} last` : t`${label} best`,
  delta: 'Δ',
  baseline: t`baseline`,
  onChart: (name: string): string => t`Show ${name} on the charts`,
  pin: (name: string): string => t`Compare with ${name}`,
  unfold: (name: string): string => t`Show the runs of ${name}`,
  columnNotes: t`best: at the epoch whose weights were kept. Δ: change to the baseline, + is better. ± is the deviation over seeds.`,
  exportTable: t`Export CSV`,
  exportReport: t`Export Report`,

  // The charts
  charts: t`Charts`,
  pickRuns: t`Tick runs in the table to draw them here.`,
  metric: t`Metric of the charts`,
  firstMetrics: t`first metric of each task`,
  trainingLoss: t`training loss, each step`,
  log: t`log`,
  smoothing: t`smooth`,
  smoothingLabel: t`Smoothing`,
  axis: (axis: TimeAxis): string => axisWord(axis),
  axisLabel: t`Horizontal axis`,
  zoomIn: t`Zoom in`,
  zoomOut: t`Zoom out`,
  zoomLeft: t`Move left`,
  zoomRight: t`Move right`,
  zoomReset: t`Reset zoom`,
  shownPart: (axis: TimeAxis, from: number, to: number): string =>
    t`Shown: ${axisWord(axis)} ${formatCount(from)} to ${formatCount(to)}`,
  chartTitle: (task: string, metric: string): string => `${task} · ${metric}`,
  chart: (task: string, metric: string, axis: string): string =>
    t`Line chart of ${metric} of ${task} over ${axis}, a line a run, or the mean of several seeds in a band of its deviation. Drag to zoom, double-click to reset. The values are in the table below.`,
  chartTable: (task: string, metric: string): string => t`${metric} of ${task}, a column a run`,
  value: t`value`,
  deviation: '±',
  meanOf: (runs: number): string => t`mean of ${formatCount(runs)} seeds`,
  eachSeed: t`each seed`,
  newest: t`newest`,
  at: (axis: TimeAxis, x: number): string =>
    axis === 'time' ? `${formatCount(x)}\u00a0s` : `${axisWord(axis)} ${formatCount(x)}`,
  exportSvg: 'SVG',
  exportPng: 'PNG',
  exportChart: (title: string, format: string): string => t`Export ${title} as ${format}`,

  // Tabs
  tabs: t`Details of the runs on the charts`,
  settings: t`Settings`,
  differingSettings: t`Settings that differ`,
  settingsCaption: t`Settings in which the runs on the charts differ`,
  allSettings: t`All settings of the runs on the charts`,
  showAll: t`show settings that are the same`,
  sameSettings: t`The runs on the charts have the same settings.`,
  setting: t`setting`,
  pickForTab: t`Tick runs in the table to see them here.`,
  conflict: t`Conflict`,
  detailRun: t`Run that is shown`,
  predictions: t`Predictions`,
  predictionsOf: (part: PartName, rows: number): string =>
    t`By the best weights, ${counted(rows, t`row`, t`rows`)} of the ${partWord(part)} part.`,
  noPredictions: t`This run has no predictions: it has not ended, or is of an earlier version.`,
  confusion: (task: string): string => t`Rows by true and by predicted label of ${task}`,
  trueClass: t`true, predicted`,
  roc: (task: string): string =>
    t`ROC of ${task}: share of positive rows found, over share of negative rows taken for positive`,
  scatter: (task: string, low: string, high: string): string =>
    t`Predicted over true ${task}, both from ${low} to ${high}`,
  worstClasses: (task: string): string =>
    t`Worst rows of ${task}; the error is what is missing to the probability of the true label`,
  worstNumbers: (task: string): string => t`Worst rows of ${task}, by distance from the true value`,
  worstTexts: (task: string): string => t`Worst rows of ${task}, by loss`,
  loss: t`loss`,
  row: t`row`,
  trueValue: t`true`,
  predicted: t`predicted`,
  error: t`error`,
  parallel: t`Parallel coordinates`,
  parallelChart: (runs: number, axes: readonly string[]): string =>
    t`Parallel coordinates of ${counted(runs, t`run`, t`runs`)} over ${listed(axes)}. The values are in the table below.`,
  parallelCaption: t`A line a run through its settings and metrics; drawn strong when on the charts. Drag along axes, or move their ends, to leave in the table the runs that pass there.`,
  brushEnd: (axis: string, end: 0 | 1): string => (end === 0 ? t`${axis}, from` : t`${axis}, to`),
  clearBrushes: t`Clear Brushes`,
  parallelTable: t`Settings and metrics, a row a run`,
  nothingVaries: t`The runs do not differ in any setting, so there is nothing to set side by side.`,
  unreadable: (name: string, message: string): string => t`${name} cannot be read: ${message}`,

  // The report
  reportTitle: t`MTL Lab: comparison of runs`,
  reportDate: (date: string): string => t`Written ${date}.`,
} as const;
