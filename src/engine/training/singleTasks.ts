import { compare, type Comparison, type SingleTaskResult } from '../../shared/comparison';
import type { BaselineEvent, MetricValues, PerTask } from '../../shared/events';
import type { Experiment } from '../../shared/experiment';
import type { LoadedData } from '../data/dataset';
import type { TrainingInput, TrainingListener, TrainingResult } from '../train';
import { TrainingRun } from './trainingRun';

/**
 * Trains one model a task, on the same data with the same layers, budget and seed, and compares.
 * @param multi how the model of all tasks ended
 * @returns undefined when it was stopped
 * @throws MtlError of kind `training` when a loss is not finite
 */
export async function compareWithSingleTasks(
  input: TrainingInput,
  multi: TrainingResult,
): Promise<Comparison | undefined> {
  const single: Record<string, SingleTaskResult> = {};
  for (const task of Object.keys(input.experiment.tasks)) {
    const result = await trainAlone(input, task);
    if (result.status === 'stopped') return undefined;
    const { seconds, parameters } = result;
    single[task] = { metrics: metricsOf(result)[task] ?? {}, seconds, parameters };
  }
  const part = partOf(input.data);
  return compare(part, { ...multi, metrics: metricsOf(multi) }, single);
}

async function trainAlone(input: TrainingInput, task: string): Promise<TrainingResult> {
  const { signal, gate, backend, listener, data, module } = input;
  const run = new TrainingRun({
    experiment: experimentOf(input.experiment, task),
    data: {
      ...data,
      encoding: {
        ...data.encoding,
        tasks: data.encoding.tasks.filter(({ name }) => name === task),
      },
    },
    backend,
    module,
    signal,
    gate,
    listener: baselineListener(task, listener),
  });
  try {
    return await run.run();
  } finally {
    await run.dispose();
  }
}

/**
 * The experiment with one task: the shared layers and the task's head, one after the other; those of
 * a module as they are.
 */
function experimentOf(experiment: Experiment, task: string): Experiment {
  const { tasks, model, training } = experiment;
  const spec = tasks[task];
  if (!spec) throw new Error(`there is no task ${task}`);
  return {
    ...experiment,
    tasks: { [task]: spec },
    model:
      model.architecture === 'module'
        ? model
        : {
            architecture: 'hard-sharing',
            ...(model.encoders && { encoders: model.encoders }),
            shared: model.shared,
            heads: model.heads,
          },
    balancing: { method: 'equal' },
    relations: { every: 0, affinity: false },
    training: {
      ...training,
      // A metric of another task says nothing of this one.
      monitor: training.monitor.startsWith(`${task}.`) ? training.monitor : 'loss',
    },
  };
}

/** Tells of each epoch; the run's own weights and checkpoints are those of the other model. */
function baselineListener(task: string, listener: TrainingListener): TrainingListener {
  return {
    started: () => Promise.resolve(),
    async events(events) {
      const epochs = events.flatMap((event): BaselineEvent[] => {
        if (event.type !== 'epoch') return [];
        const { epoch, train, validation, seconds } = event;
        return [
          { type: 'baseline', task, epoch, metrics: (validation ?? train)[task] ?? {}, seconds },
        ];
      });
      if (epochs.length > 0) await listener.events(epochs);
    },
    best: () => Promise.resolve(),
    predicted: () => Promise.resolve(),
    checkpoint: () => Promise.resolve(),
    snapshot: () => undefined,
  };
}

function metricsOf({ test, best }: TrainingResult): PerTask<MetricValues> {
  return test ?? best ?? {};
}

function partOf({ test, validation }: LoadedData): Comparison['part'] {
  if (test.rows > 0) return 'test';
  return validation.rows > 0 ? 'validation' : 'training';
}
