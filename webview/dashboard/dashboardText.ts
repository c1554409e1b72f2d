import { counted, formatCount } from '../../src/shared/numberText';
import type { TimeAxis } from './dashboardState';

/** What the dashboard says, a function or a constant a sentence. */
export const dashboardText = {
  title: 'Compare Runs',
  noRuns: 'No runs in this folder yet. Train an experiment, then compare its runs here.',
  loading: 'Reading runs …',

  // The table
  runs: 'Runs',
  runsTable: 'Runs of the workspace',
  filter: 'Filter runs, by name, status or setting',
  filterHint: 'Filter: name, status, setting',
  counts: (shown: number, all: number, selected: number, isBrushed: boolean): string => {
    const rows = counted(all, 'row', 'rows');
    const found = shown === all ? rows : `${formatCount(shown)} of ${rows}`;
    const brushed = isBrushed ? ' · brushed in parallel coordinates' : '';
    return `${found}${brushed} · ${formatCount(selected)} on the charts`;
  },
  run: 'run',
  status: 'status',
  method: 'method',
  architecture: 'architecture',
  seed: 'seed',
  time: 'time',
  metricColumn: (label: string, part: 'last' | 'best'): string => `${label} ${part}`,
  delta: 'Δ',
  baseline: 'baseline',
  onChart: (name: string): string => `Show ${name} on the charts`,
  pin: (name: string): string => `Compare with ${name}`,
  unfold: (name: string): string => `Show the runs of ${name}`,
  columnNotes:
    'best: at the epoch whose weights were kept. Δ: change to the baseline, + is better. ± is the deviation over seeds.',
  exportTable: 'Export CSV',
  exportReport: 'Export Report',

  // The charts
  charts: 'Charts',
  pickRuns: 'Tick runs in the table to draw them here.',
  metric: 'Metric of the charts',
  firstMetrics: 'first metric of each task',
  trainingLoss: 'training loss, each step',
  log: 'log',
  smoothing: 'smooth',
  smoothingLabel: 'Smoothing',
  axis: (axis: TimeAxis): string => axis,
  axisLabel: 'Horizontal axis',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomLeft: 'Move left',
  zoomRight: 'Move right',
  zoomReset: 'Reset zoom',
  chartTitle: (task: string, metric: string): string => `${task} · ${metric}`,
  chart: (task: string, metric: string, axis: string): string =>
    `Line chart of ${metric} of ${task} over ${axis}, a line a run, or the mean of several seeds in a band of its deviation. Drag to zoom, double-click to reset. The values are in the table below.`,
  chartTable: (task: string, metric: string): string => `${metric} of ${task}, a column a run`,
  value: 'value',
  deviation: '±',
  meanOf: (runs: number): string => `mean of ${formatCount(runs)} seeds`,
  eachSeed: 'each seed',
  newest: 'newest',
  at: (axis: TimeAxis, x: number): string =>
    axis === 'time' ? `${formatCount(x)} s` : `${axis} ${formatCount(x)}`,
  exportSvg: 'SVG',
  exportPng: 'PNG',
  exportChart: (title: string, format: string): string => `Export ${title} as ${format}`,

  // Tabs
  tabs: 'Details of the runs on the charts',
  settings: 'Settings',
  differingSettings: 'Settings that differ',
  settingsCaption: 'Settings in which the runs on the charts differ',
  allSettings: 'All settings of the runs on the charts',
  showAll: 'show settings that are the same',
  sameSettings: 'The runs on the charts have the same settings.',
  setting: 'setting',
  pickForTab: 'Tick runs in the table to see them here.',
  conflict: 'Conflict',
  detailRun: 'Run that is shown',
  predictions: 'Predictions',
  predictionsOf: (part: string, rows: number): string =>
    `By the best weights, ${counted(rows, 'row', 'rows')} of the ${part} part.`,
  noPredictions: 'This run has no predictions: it has not ended, or is of an earlier version.',
  confusion: (task: string): string => `Rows by true and by predicted label of ${task}`,
  trueClass: 'true, predicted',
  roc: (task: string): string =>
    `ROC of ${task}: share of positive rows found, over share of negative rows taken for positive`,
  scatter: (task: string, low: string, high: string): string =>
    `Predicted over true ${task}, both from ${low} to ${high}`,
  worstClasses: (task: string): string =>
    `Worst rows of ${task}; the error is what is missing to the probability of the true label`,
  worstNumbers: (task: string): string => `Worst rows of ${task}, by distance from the true value`,
  row: 'row',
  trueValue: 'true',
  predicted: 'predicted',
  error: 'error',
  parallel: 'Parallel coordinates',
  parallelChart: (runs: number, axes: readonly string[]): string =>
    `Parallel coordinates of ${counted(runs, 'run', 'runs')} over ${axes.join(', ')}. The values are in the table below.`,
  parallelCaption:
    'A line a run through its settings and metrics; drawn strong when on the charts. Drag along axes, or move their ends, to leave in the table the runs that pass there.',
  brushEnd: (axis: string, end: 0 | 1): string => `${axis}, ${end === 0 ? 'from' : 'to'}`,
  clearBrushes: 'Clear Brushes',
  parallelTable: 'Settings and metrics, a row a run',
  nothingVaries: 'The runs do not differ in any setting, so there is nothing to set side by side.',
  unreadable: (name: string, message: string): string => `${name} cannot be read: ${message}`,

  // The report
  reportTitle: 'MTL Lab: comparison of runs',
  reportDate: (date: string): string => `Written ${date}.`,
} as const;
