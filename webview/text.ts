import { formatLocation, type SourceLocation } from '../src/shared/errors';
import { listed, t } from '../src/shared/l10n';
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
import { axisWord, statusWord } from '../src/shared/words';

const backendNames: Readonly<Record<BackendInfo['name'], string>> = {
  onnxruntime: 'ONNX Runtime',
  'tfjs-node': 'TensorFlow (tfjs-node)',
  cpu: t`plain JavaScript`,
};

const join = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => part !== undefined && part !== false && part !== '').join(' · ');

/** Epochs count from 1 for people. */
const epochNumber = (epoch: number): string => formatCount(epoch + 1);

/** Everything the page says, a function or a constant a sentence. */
export const text = {
  // Nothing to show
  noRunTitle: t`No run yet`,
  noRun: t`Train an experiment and watch its tasks here: the architecture, every loss and metric as it is measured.`,
  train: t`Train`,
  newExperiment: t`New Experiment`,
  restricted: t`This workspace is not trusted. Past runs can be looked at; training and creating experiments start once you trust it.`,

  // An experiment that is being written
  untrained: t`not trained yet`,
  noModel: t`The picture appears as soon as the file describes a model.`,
  showRun: t`Show Run`,

  // A training that could not begin
  refused: t`not trained: the experiment or what it needs has to be put right first`,

  // Header
  stop: t`Stop`,
  stopping: t`Stopping …`,
  pause: t`Pause`,
  step: t`Step`,
  continue: t`Continue`,
  running: ({ epoch, epochs, secondsLeft }: RunProgress, mayStopEarly: boolean): string =>
    join(
      statusWord('running'),
      epoch === undefined ? t`preparing` : t`epoch ${formatCount(epoch)} / ${formatCount(epochs)}`,
      secondsLeft !== undefined &&
        (mayStopEarly
          ? t`at most ${formatTimeLeft(secondsLeft)} left`
          : t`${formatTimeLeft(secondsLeft)} left`),
    ),
  paused: ({ epoch = 1, epochs }: RunProgress, step = 0): string =>
    join(
      statusWord('paused'),
      t`epoch ${formatCount(epoch)} / ${formatCount(epochs)}`,
      t`step ${formatCount(step)}`,
    ),
  comparing: join(statusWord('running'), t`comparing with one model a task`),
  progressLabel: t`Training progress`,
  speed: ({ stepsPerSecond, rowsPerSecond }: RunProgress): string =>
    join(
      stepsPerSecond !== undefined && t`${formatSpeed(stepsPerSecond)} steps/s`,
      rowsPerSecond !== undefined && t`${formatSpeed(rowsPerSecond)} rows/s`,
    ),
  backend: ({ name, version, compiled, threads }: BackendInfo): string =>
    join(
      `${backendNames[name]} ${version}`.trim(),
      counted(threads, t`thread`, t`threads`),
      !compiled && t`not compiled`,
    ),
  outcome: ({ status, summary, experiment }: RunInfo): string => {
    const seconds = summary && formatDuration(summary.seconds);
    const best = summary?.bestEpoch;
    const kept = best !== undefined && t`best epoch ${epochNumber(best)}`;
    const epochs = t`${formatCount(summary?.epochs ?? 0)} of ${counted(experiment.training.epochs, t`epoch`, t`epochs`)}`;
    switch (status) {
      case 'running':
        return statusWord(status);
      case 'completed':
        return join(
          seconds ? t`completed in ${seconds}` : statusWord(status),
          kept,
          kept && t`weights saved`,
        );
      case 'stopped':
        return join(t`stopped after ${epochs}`, seconds, kept, kept && t`weights saved`);
      case 'failed':
        return join(t`failed after ${epochs}`, seconds, kept && t`weights of ${kept} saved`);
    }
  },
  queue: (names: readonly string[]): string => t`next: ${listed(names)}`,
  warnings: (count: number): string => counted(count, t`warning`, t`warnings`),

  // A failed run
  noReason: t`The run ended without saying why.`,
  location: ({ file, ...place }: SourceLocation): string =>
    t`in ${formatLocation({ ...place, file: file.split(/[\\/]/).at(-1) ?? file })}`,
  showLog: t`Show Log`,
  openExperiment: t`Open Experiment`,
  chooseBackend: t`Choose Backend`,
  installTensorflow: t`Install TensorFlow`,

  // Architecture
  architecture: t`Architecture`,
  parameters: (count: number): string => counted(count, t`parameter`, t`parameters`),
  sharedParameters: (count: number): string => t`${formatCount(count)} shared`,
  taskParameters: (task: string, count: number): string => `${task} ${formatCount(count)}`,
  nodeKey: t`Boxes: layer, [output shape] · parameters`,
  gatesNote: (epoch: number): string =>
    t`Rounded boxes say what they let through, branch by branch, in epoch ${epochNumber(epoch)}.`,
  gateColumn: t`lets through`,
  /** @param gates what each gate lets through, in words */
  architectureDescription: (
    nodes: readonly ModelNode[],
    total: number,
    gates: readonly string[] = [],
  ): string => {
    const parts = new Map<string, string[]>();
    for (const { task, label } of nodes) {
      const part = task === undefined ? t`shared` : t`task ${task}`;
      parts.set(part, [...(parts.get(part) ?? []), label]);
    }
    const layers = [...parts].map(([part, labels]) => `${part}: ${listed(labels)}.`);
    const through = gates.length === 0 ? [] : [t`Lets through: ${gates.join('; ')}.`];
    return [t`Graph of the model, ${text.parameters(total)}.`, ...layers, ...through].join(' ');
  },
  noArchitecture: t`This run has no picture of its model.`,
  layerColumn: t`layer`,
  partColumn: t`part`,
  shapeColumn: t`output`,
  parametersColumn: t`parameters`,
  sharedPart: t`shared`,
  shape: formatShape,

  // Tasks
  tasks: t`Tasks`,
  tasksCaption: (part: 'validation' | 'training'): string =>
    part === 'validation'
      ? t`On the validation part.`
      : t`On the training part; there is no validation part.`,
  testCaption: t`Test: once, with the best weights.`,
  metricColumn: t`metric`,
  lastColumn: t`last`,
  bestColumn: t`best`,
  epochColumn: t`epoch`,
  testColumn: t`test`,
  singleColumn: t`vs single`,
  singleCaption: t`vs single: change from a model of that task alone, + is better.`,
  change: formatChange,
  baseline: ({ task, epoch, epochs }: BaselineProgress): string =>
    t`Training ${task} alone, epoch ${formatCount(epoch)} / ${formatCount(epochs)}`,
  metric: (name: string): string => describeMetric(name).label,
  bestEpoch: (epoch: number): string => t`e${epochNumber(epoch)}`,

  // Charts
  loss: t`Loss`,
  metrics: t`Metrics`,
  noValues: t`No values yet`,
  logScale: t`log`,
  smoothing: t`smooth`,
  smoothingLabel: t`Smoothing of the training lines`,
  axisLabel: t`Horizontal axis`,
  axis: (axis: Axis): string => axisWord(axis),
  pickMetric: t`Metric to show`,
  firstMetrics: t`first of each task`,
  training: t`training`,
  smoothed: t`smoothed`,
  validation: t`validation`,
  latest: t`latest`,
  atStep: (step: number, epoch: number): string =>
    t`step ${formatCount(step)} · epoch ${epochNumber(epoch)}`,
  atEpoch: (epoch: number): string => t`epoch ${epochNumber(epoch)}`,
  lossChart: t`Line chart of each task's training and validation loss. The values are in the table below.`,
  metricChart: (task: string, metric: string): string =>
    t`Line chart of ${metric} of ${task}, training and validation. The values are in the table below.`,
  chartTitle: (task: string, metric: string): string => `${task} · ${metric}`,
  showAsTable: t`Show as table`,
  lossTable: (axis: Axis): string => t`Loss by ${axisWord(axis)}`,
  metricTable: (task: string, metric: string): string => t`${metric} of ${task} by epoch`,
  everyNth: (title: string, interval: number, unit: 'steps' | 'records'): string =>
    t`${title}, one row for every ${formatCount(interval)} ${unit === 'steps' ? t`steps` : t`records`}`,
  taskTraining: (task: string): string => t`${task}, training`,
  taskValidation: (task: string): string => t`${task}, validation`,

  // For screen readers, at most once an epoch
  epochSummary: (
    epoch: number,
    epochs: number,
    values: readonly { readonly task: string; readonly metric: string; readonly value: number }[],
  ): string =>
    [
      t`Epoch ${epochNumber(epoch)} of ${formatCount(epochs)}.`,
      ...values.map(
        ({ task, metric, value }) =>
          `${task} ${describeMetric(metric).label} ${formatValue(value)}.`,
      ),
    ].join(' '),
} as const;
