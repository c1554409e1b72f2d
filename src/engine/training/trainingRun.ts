import { decodeEvent, encodeEvent, type EpochEvent } from '../../shared/events';
import type { Checkpoint, NamedTensor } from '../../shared/weights';
import { createLossWeighting } from '../balancing/lossWeighting';
import { buildModel } from '../model/buildModel';
import { initialWeights } from '../model/initialWeights';
import type { Model } from '../model/model';
import type { TrainingInput, TrainingResult } from '../train';
import { Columns } from './columns';
import { Epoch, type EpochContext, type EpochState } from './epoch';
import { Evaluation } from './evaluate';
import { LearningRate, type PlateauState } from './learningRate';
import { Monitor, type MonitorState } from './monitor';
import { createOptimizer } from './optimizers';
import { jointStep, Programs } from './programs';

/** What a checkpoint holds besides tensors; JSON-safe. */
interface Position {
  readonly epoch: number;
  readonly monitor: MonitorState;
  readonly plateau: PlateauState;
  /** The best epoch's event as a line of `metrics.jsonl`. */
  readonly bestEvent?: string;
  /** Set when the epoch was stopped half-way. */
  readonly within?: EpochState;
}

/** A run in progress: owns the parameters, the programs and what decides when to stop. */
export class TrainingRun {
  private readonly model: Model;
  private readonly context: EpochContext;
  private readonly validation: Evaluation | undefined;
  private readonly test: Evaluation | undefined;
  private readonly learningRate: LearningRate;
  private readonly monitor: Monitor;
  private readonly slots: readonly string[];
  /** Parameters, then the optimiser's slots. */
  private state: readonly Float32Array[];
  private best: { readonly theta: Float32Array; readonly event: EpochEvent } | undefined;
  private epoch = 0;
  private steps = 0;

  constructor(private readonly input: TrainingInput) {
    const { experiment, data, backend } = input;
    const { encoding } = data;
    const { training, balancing } = experiment;
    const optimizer = createOptimizer(training.optimizer);
    const columns = new Columns(encoding, data.train);
    const names = encoding.tasks.map(({ name }) => name);
    const weighting = createLossWeighting(balancing, names);
    const model = buildModel(experiment.model, encoding);
    this.model = model;
    this.slots = optimizer.slots;
    this.context = {
      tasks: encoding.tasks,
      columns,
      optimizer,
      weighting,
      programs: new Programs(backend, (batchSize) =>
        jointStep(model, optimizer, columns, batchSize),
      ),
      batchSize: training.batchSize,
      shuffle: training.shuffle,
      seed: training.seed,
      isStochastic: model.isStochastic,
    };
    const evaluation = (part: 'validation' | 'test'): Evaluation | undefined =>
      data[part].rows > 0 ? new Evaluation(backend, model, encoding, data[part], part) : undefined;
    this.validation = evaluation('validation');
    this.test = evaluation('test');
    this.learningRate = new LearningRate(
      training.learningRateSchedule,
      training.optimizer.learningRate,
      training.epochs,
    );
    const weights = weighting.weights();
    const weightOf = Object.fromEntries(names.map((name, index) => [name, weights[index] ?? 0]));
    this.monitor = new Monitor(training.monitor, weightOf, training.earlyStopping);
    const theta = input.initialWeights
      ? model.layout.fromNamed(input.initialWeights)
      : initialWeights(model.layout, training.seed);
    this.state = [theta, ...this.slots.map(() => new Float32Array(theta.length))];
  }

  async run(): Promise<TrainingResult> {
    const { signal, listener, experiment, resume } = this.input;
    const { batchSize, programs, columns } = this.context;
    await programs.forBatch(Math.min(batchSize, columns.dataset.rows));
    await listener.started(this.model.graph);
    let within = resume && this.restore(resume);
    for (; this.epoch < experiment.training.epochs; this.epoch++) {
      if (this.monitor.shouldStop(this.epoch - 1)) break;
      const epoch = new Epoch(this.context, this.epoch, this.steps - (within?.steps ?? 0) + 1);
      if (within && resume) epoch.restore(within, byName(resume.tensors));
      within = undefined;
      if (!(await this.trainEpoch(epoch))) return this.stopped(epoch);
      await listener.checkpoint(this.checkpoint(this.epoch + 1));
    }
    if (signal.aborted) return this.result('stopped');
    return this.finish();
  }

  async dispose(): Promise<void> {
    await this.context.programs.dispose();
    await this.validation?.dispose();
    await this.test?.dispose();
  }

  /** @returns false when it was stopped half-way */
  private async trainEpoch(epoch: Epoch): Promise<boolean> {
    const { signal, listener } = this.input;
    const began = performance.now();
    const learningRate = this.learningRate.at(this.epoch);
    while (epoch.done < epoch.steps) {
      if (signal.aborted) return false;
      const { state, events, divergence } = await epoch.advance(this.state, learningRate);
      await listener.events(events);
      if (divergence) throw divergence;
      this.state = state;
      this.steps += events.length;
      await otherWork();
    }
    const train = epoch.metrics();
    const validation = await this.validation?.run(this.theta, this.steps);
    const seconds = (performance.now() - began) / 1000;
    const event: EpochEvent = {
      type: 'epoch',
      epoch: this.epoch,
      train,
      ...(validation && { validation }),
      learningRate,
      seconds,
    };
    await listener.events([event]);
    await this.epochEnded(event);
    return true;
  }

  private async epochEnded(event: EpochEvent): Promise<void> {
    const improved = this.monitor.epochEnded(event.epoch, event.validation ?? event.train);
    this.learningRate.epochEnded(improved);
    if (!improved) return;
    this.best = { theta: this.theta, event };
    await this.input.listener.best(this.model.layout.toNamed(this.theta), event.epoch);
  }

  private async finish(): Promise<TrainingResult> {
    const test = await this.test?.run(this.best?.theta ?? this.theta, this.steps);
    if (test) await this.input.listener.events([{ type: 'test', metrics: test }]);
    return { ...this.result('completed'), ...(test && { test }) };
  }

  private async stopped(epoch: Epoch): Promise<TrainingResult> {
    await this.input.listener.checkpoint(this.checkpoint(this.epoch, epoch));
    return this.result('stopped');
  }

  private result(status: TrainingResult['status']): TrainingResult {
    const event = this.best?.event;
    return {
      status,
      epochs: this.epoch,
      steps: this.steps,
      ...(event && { bestEpoch: event.epoch, best: event.validation ?? event.train }),
    };
  }

  private get theta(): Float32Array {
    return this.state[0] ?? new Float32Array();
  }

  private checkpoint(epoch: number, within?: Epoch): Checkpoint {
    const partial = within && within.done > 0 ? within.save() : undefined;
    const position: Position = {
      epoch,
      monitor: this.monitor.state,
      plateau: this.learningRate.state,
      ...(this.best && { bestEvent: encodeEvent(this.best.event) }),
      ...(partial && { within: partial.state }),
    };
    const named = (prefix: string, values: Float32Array): NamedTensor[] =>
      this.model.layout
        .toNamed(values)
        .map((tensor) => ({ ...tensor, name: `${prefix}/${tensor.name}` }));
    return {
      steps: this.steps,
      position: { ...position },
      tensors: [
        ...named('weights', this.theta),
        ...this.slots.flatMap((slot, index) =>
          named(`optimizer/${slot}`, this.state[index + 1] ?? this.theta),
        ),
        ...(this.best ? named('best', this.best.theta) : []),
        ...(partial?.tensors ?? []),
      ],
    };
  }

  /** Takes over a checkpoint. @returns where inside an epoch it was taken, if so */
  private restore({ tensors, steps, position }: Checkpoint): EpochState | undefined {
    const saved = position as unknown as Position;
    const flat = (prefix: string): Float32Array =>
      this.model.layout.fromNamed(
        tensors
          .filter(({ name }) => name.startsWith(`${prefix}/`))
          .map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length + 1) })),
      );
    this.state = [flat('weights'), ...this.slots.map((slot) => flat(`optimizer/${slot}`))];
    this.steps = steps;
    this.epoch = saved.epoch;
    this.monitor.restore(saved.monitor);
    this.learningRate.restore(saved.plateau);
    const event = saved.bestEvent === undefined ? undefined : decodeEvent(saved.bestEvent);
    if (event?.type === 'epoch') this.best = { theta: flat('best'), event };
    return saved.within;
  }
}

/** Lets the event loop hear of Stop between two calls. */
function otherWork(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function byName(tensors: readonly NamedTensor[]): ReadonlyMap<string, NamedTensor> {
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}
