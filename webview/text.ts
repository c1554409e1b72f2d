import { formatLocation, type SourceLocation } from '../src/shared/errors';
import { describeMetric } from '../src/shared/metricNames';
import type { BackendInfo, ModelNode, RunInfo } from '../src/shared/run';
import type { BaselineProgress, RunProgress } from '../src/shared/runHistory';
import {
  counted,
  formatChange,
  formatCount,
  formatDuration,
  formatValue,
  formatTimeLeft,
} from '../src/shared/numberText';
import { formatShape, formatSpeed } from './format';
import type { Axis } from './viewState';

const backendNames: Readonly<Record<BackendInfo['name'], string>> = {
  onnxruntime: 'ONNX Runtime',
  'tfjs-node': 'TensorFlow (tfjs-node)',
  cpu: 'plain JavaScript',
};

const join = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => part !== undefined && part !== false && part !== '').join(' · ');

/** Epochs count from 1 for people. */
const epochNumber = (epoch: number): string => formatCount(epoch + 1);

/** Everything the page says, a function or a constant a sentence. */
export const text = {
  // Nothing to show
  noRunTitle: 'No run yet',
  noRun:
    'Train an experiment and watch its tasks here: the architecture, every loss and metric as it is measured.',
  train: 'Train',
  newExperiment: 'New Experiment',
  restricted:
    'This workspace is not trusted. Past runs can be looked at; training and creating experiments start once you trust it.',

  // An experiment that is being written
  untrained: 'not trained yet',
  noModel: 'The picture appears as soon as the file describes a model.',
  showRun: 'Show Run',

  // A training that could not begin
  refused: 'not trained: the experiment or what it needs has to be put right first',

  // Header
  stop: 'Stop',
  stopping: 'Stopping …',
  pause: 'Pause',
  step: 'Step',
  continue: 'Continue',
  running: ({ epoch, epochs, secondsLeft }: RunProgress, mayStopEarly: boolean): string =>
    join(
      'running',
      epoch === undefined ? 'preparing' : `epoch ${formatCount(epoch)} / ${formatCount(epochs)}`,
      secondsLeft !== undefined &&
        `${mayStopEarly ? 'at most ' : ''}${formatTimeLeft(secondsLeft)} left`,
    ),
  paused: ({ epoch = 1, epochs }: RunProgress, step = 0): string =>
    join(
      'paused',
      `epoch ${formatCount(epoch)} / ${formatCount(epochs)}`,
      `step ${formatCount(step)}`,
    ),
  comparing: join('running', 'comparing with one model a task'),
  progressLabel: 'Training progress',
  speed: ({ stepsPerSecond, rowsPerSecond }: RunProgress): string =>
    join(
      stepsPerSecond !== undefined && `${formatSpeed(stepsPerSecond)} steps/s`,
      rowsPerSecond !== undefined && `${formatSpeed(rowsPerSecond)} rows/s`,
    ),
  backend: ({ name, version, compiled, threads }: BackendInfo): string =>
    join(
      `${backendNames[name]} ${version}`.trim(),
      counted(threads, 'thread', 'threads'),
      !compiled && 'not compiled',
    ),
  outcome: ({ status, summary, experiment }: RunInfo): string => {
    const seconds = summary && formatDuration(summary.seconds);
    const best = summary?.bestEpoch;
    const kept = best !== undefined && `best epoch ${epochNumber(best)}`;
    const epochs = `${formatCount(summary?.epochs ?? 0)} of ${counted(experiment.training.epochs, 'epoch', 'epochs')}`;
    switch (status) {
      case 'running':
        return 'running';
      case 'completed':
        return join(
          seconds ? `completed in ${seconds}` : 'completed',
          kept,
          kept && 'weights saved',
        );
      case 'stopped':
        return join(`stopped after ${epochs}`, seconds, kept, kept && 'weights saved');
      case 'failed':
        return join(`failed after ${epochs}`, seconds, kept && `weights of ${kept} saved`);
    }
  },
  queue: (names: readonly string[]): string => `next: ${names.join(', ')}`,
  warnings: (count: number): string => counted(count, 'warning', 'warnings'),

  // A failed run
  noReason: 'The run ended without saying why.',
  location: ({ file, ...place }: SourceLocation): string =>
    `in ${formatLocation({ ...place, file: file.split(/[\\/]/).at(-1) ?? file })}`,
  showLog: 'Show Log',
  openExperiment: 'Open Experiment',

  // Architecture
  architecture: 'Architecture',
  parameters: (count: number): string => counted(count, 'parameter', 'parameters'),
  sharedParameters: (count: number): string => `${formatCount(count)} shared`,
  taskParameters: (task: string, count: number): string => `${task} ${formatCount(count)}`,
  nodeKey: 'Boxes: layer, [output shape] · parameters',
  gatesNote: (epoch: number): string =>
    `Rounded boxes say what they let through, branch by branch, in epoch ${epochNumber(epoch)}.`,
  gateColumn: 'lets through',
  /** @param gates what each gate lets through, in words */
  architectureDescription: (
    nodes: readonly ModelNode[],
    total: number,
    gates: readonly string[] = [],
  ): string => {
    const parts = new Map<string, string[]>();
    for (const { task, label } of nodes) {
      const part = task === undefined ? 'shared' : `task ${task}`;
      parts.set(part, [...(parts.get(part) ?? []), label]);
    }
    const layers = [...parts].map(([part, labels]) => `${part}: ${labels.join(', ')}.`);
    const through = gates.length === 0 ? [] : [`Lets through: ${gates.join('; ')}.`];
    return [`Graph of the model, ${text.parameters(total)}.`, ...layers, ...through].join(' ');
  },
  noArchitecture: 'This run has no picture of its model.',
  layerColumn: 'layer',
  partColumn: 'part',
  shapeColumn: 'output',
  parametersColumn: 'parameters',
  sharedPart: 'shared',
  shape: formatShape,

  // Tasks
  tasks: 'Tasks',
  tasksCaption: (part: 'validation' | 'training'): string =>
    part === 'validation'
      ? 'On the validation part.'
      : 'On the training part; there is no validation part.',
  testCaption: 'Test: once, with the best weights.',
  metricColumn: 'metric',
  lastColumn: 'last',
  bestColumn: 'best',
  epochColumn: 'epoch',
  testColumn: 'test',
  singleColumn: 'vs single',
  singleCaption: 'vs single: change from a model of that task alone, + is better.',
  change: formatChange,
  baseline: ({ task, epoch, epochs }: BaselineProgress): string =>
    `Training ${task} alone, epoch ${formatCount(epoch)} / ${formatCount(epochs)}`,
  metric: (name: string): string => describeMetric(name).label,
  bestEpoch: (epoch: number): string => `e${epochNumber(epoch)}`,

  // Charts
  loss: 'Loss',
  metrics: 'Metrics',
  noValues: 'No values yet',
  logScale: 'log',
  smoothing: 'smooth',
  smoothingLabel: 'Smoothing of the training lines',
  axisLabel: 'Horizontal axis',
  axis: (axis: Axis): string => axis,
  pickMetric: 'Metric to show',
  firstMetrics: 'first of each task',
  training: 'training',
  smoothed: 'smoothed',
  validation: 'validation',
  latest: 'latest',
  atStep: (step: number, epoch: number): string =>
    `step ${formatCount(step)} · epoch ${epochNumber(epoch)}`,
  atEpoch: (epoch: number): string => `epoch ${epochNumber(epoch)}`,
  lossChart:
    "Line chart of each task's training and validation loss. The values are in the table below.",
  metricChart: (task: string, metric: string): string =>
    `Line chart of ${metric} of ${task}, training and validation. The values are in the table below.`,
  chartTitle: (task: string, metric: string): string => `${task} · ${metric}`,
  showAsTable: 'Show as table',
  lossTable: (axis: Axis): string => `Loss by ${axis}`,
  metricTable: (task: string, metric: string): string => `${metric} of ${task} by epoch`,
  everyNth: (title: string, interval: number, unit: 'steps' | 'records'): string =>
    `${title}, one row for every ${formatCount(interval)} ${unit}`,
  taskTraining: (task: string): string => `${task}, training`,
  taskValidation: (task: string): string => `${task}, validation`,

  // For screen readers, at most once an epoch
  epochSummary: (
    epoch: number,
    epochs: number,
    values: readonly { readonly task: string; readonly metric: string; readonly value: number }[],
  ): string =>
    [
      `Epoch ${epochNumber(epoch)} of ${formatCount(epochs)}.`,
      ...values.map(
        ({ task, metric, value }) =>
          `${task} ${describeMetric(metric).label} ${formatValue(value)}.`,
      ),
    ].join(' '),
} as const;
