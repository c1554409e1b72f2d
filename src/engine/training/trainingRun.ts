import { decodeEvent, encodeEvent, type EpochEvent, type PerTask } from '../../shared/events';
import type { Experiment } from '../../shared/experiment';
import type { Checkpoint, NamedTensor } from '../../shared/weights';
import { buildModel } from '../model/buildModel';
import { initialWeights } from '../model/initialWeights';
import type { Model } from '../model/model';
import { ownMeasures } from '../ownModel/ownMeasures';
import type { TrainingInput, TrainingResult } from '../train';
import { CallPace, otherWork } from './callPace';
import { CarriedState } from './carriedState';
import { Columns } from './columns';
import { Convergence, type ConvergenceState } from './convergence';
import { Epoch, type EpochContext, type EpochState } from './epoch';
import { Evaluation } from './evaluate';
import { Examples } from './examples';
import { LearningRate, type PlateauState } from './learningRate';
import { builtInMeasures } from './measures';
import { Monitor, type MonitorState } from './monitor';
import { createOptimizer } from './optimizers';
import { Relations } from './relations';
import { Snapshots } from './snapshots';
import { createStepper } from './steps/createStepper';

/** What a checkpoint holds besides tensors; JSON-safe. */
interface Position {
  readonly epoch: number;
  readonly monitor: MonitorState;
  readonly plateau: PlateauState;
  readonly convergence: ConvergenceState;
  /** Seconds of the epochs before this one. */
  readonly seconds: number;
  /** Numbers that the stepper remembers. */
  readonly stepper: readonly number[];
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
  private readonly examples: Examples;
  private readonly learningRate: LearningRate;
  private readonly monitor: Monitor;
  private readonly convergence: Convergence;
  private readonly snapshots: Snapshots;
  private readonly carried: CarriedState;
  /** Parameters, the optimiser's slots, the stepper's vectors. */
  private state: readonly Float32Array[];
  private best: { readonly theta: Float32Array; readonly event: EpochEvent } | undefined;
  private epoch = 0;
  private steps = 0;
  private seconds = 0;

  constructor(private readonly input: TrainingInput) {
    const { experiment, data, backend } = input;
    const { encoding } = data;
    const { training, relations } = experiment;
    const measures = input.module ? ownMeasures(input.module) : builtInMeasures;
    const columns = new Columns(encoding, data.train, measures);
    const model = buildModel(experiment.model, encoding, input.module);
    this.model = model;
    const related = relations.every > 0 && columns.tasks > 1 && model.layout.sharedSize > 0;
    this.context = {
      tasks: encoding.tasks,
      columns,
      stepper: createStepper({ experiment, backend, model, columns }),
      relations: related
        ? new Relations(backend, model, columns, relations, training.seed)
        : undefined,
      pace: new CallPace(),
      batchSize: training.batchSize,
      shuffle: training.shuffle,
      seed: training.seed,
    };
    const { slots } = createOptimizer(training.optimizer);
    this.carried = new CarriedState(model.layout, slots, this.context.stepper);
    const evaluation = (part: 'validation' | 'test'): Evaluation | undefined =>
      data[part].rows > 0
        ? new Evaluation(backend, model, encoding, data[part], part, measures)
        : undefined;
    this.validation = evaluation('validation');
    this.test = evaluation('test');
    this.examples = new Examples(data);
    this.learningRate = new LearningRate(
      training.learningRateSchedule,
      training.optimizer.learningRate,
      training.epochs,
    );
    this.monitor = new Monitor(
      training.monitor,
      monitoredWeights(experiment),
      training.earlyStopping,
    );
    this.convergence = new Convergence(training.convergence);
    this.snapshots = new Snapshots((snapshot) => input.listener.snapshot(snapshot));
    const theta = input.initialWeights
      ? model.layout.fromNamed(input.initialWeights)
      : initialWeights(model.layout, training.seed);
    this.state = this.carried.initial(theta);
  }

  async run(): Promise<TrainingResult> {
    const { signal, listener, experiment, resume } = this.input;
    await this.prepare();
    await listener.started(this.model.graph, resume ?? this.checkpoint(0));
    let within = resume && this.restore(resume);
    for (; this.epoch < experiment.training.epochs; this.epoch++) {
      if (this.monitor.shouldStop(this.epoch - 1) || this.convergence.reached) break;
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
    await this.context.stepper.dispose();
    await this.context.relations?.dispose();
    await this.validation?.dispose();
    await this.test?.dispose();
  }

  /** Compiles all that the epochs need, so that the first one takes no longer than the others. */
  private async prepare(): Promise<void> {
    const { batchSize, stepper, relations, columns } = this.context;
    const { rows } = columns.dataset;
    const whole = Math.min(batchSize, rows);
    await stepper.prepare(whole);
    if (rows % whole > 0) await stepper.prepare(rows % whole);
    await relations?.prepare(whole);
    await this.validation?.prepare();
  }

  /** @returns false when it was stopped half-way */
  private async trainEpoch(epoch: Epoch): Promise<boolean> {
    const { signal, gate, listener } = this.input;
    const began = performance.now();
    let waited = 0;
    const learningRate = this.learningRate.at(this.epoch);
    while (epoch.done < epoch.steps) {
      const arrived = performance.now();
      const most = await gate?.pass(signal);
      waited += performance.now() - arrived;
      if (signal.aborted) return false;
      this.snapshots.offer(() => this.checkpoint(this.epoch, epoch));
      const advance = await epoch.advance(this.state, learningRate, most);
      const { state, events, steps, divergence } = advance;
      await listener.events(events);
      if (divergence) throw divergence;
      this.state = state;
      this.steps += steps;
      await otherWork();
    }
    this.snapshots.offer(() => this.checkpoint(this.epoch, epoch));
    const train = epoch.metrics();
    const validated = await this.validation?.run(this.theta, this.steps, signal);
    if (this.validation && !validated) return false;
    const seconds = (performance.now() - began - waited) / 1000 - epoch.recordingSeconds;
    const event: EpochEvent = {
      type: 'epoch',
      epoch: this.epoch,
      train,
      ...(validated && { validation: validated.metrics }),
      learningRate,
      seconds,
      ...(validated?.gates && { gates: validated.gates }),
    };
    this.seconds += seconds;
    await listener.events([event, ...(await this.examples.events(validated, this.epoch))]);
    await this.epochEnded(event);
    return true;
  }

  private async epochEnded(event: EpochEvent): Promise<void> {
    const improved = this.monitor.epochEnded(event.epoch, event.validation ?? event.train);
    this.learningRate.epochEnded(improved);
    const losses = this.context.tasks.map(({ name }) => event.train[name]?.['loss'] ?? Number.NaN);
    this.context.stepper.epochEnded(event.epoch, losses);
    this.convergence.epochEnded(losses.reduce((total, loss) => total + loss, 0));
    if (!improved) return;
    this.best = { theta: this.theta, event };
    await this.input.listener.best(this.model.layout.toNamed(this.theta), event.epoch);
  }

  private async finish(): Promise<TrainingResult> {
    const { signal, listener } = this.input;
    const part = this.test ?? this.validation;
    const judged = await part?.run(this.best?.theta ?? this.theta, this.steps, signal);
    if (part && !judged) return this.result('stopped');
    const test = this.test && judged?.metrics;
    if (test) await listener.events([{ type: 'test', metrics: test }]);
    if (judged) await listener.predicted(judged.predictions());
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
      seconds: this.seconds,
      parameters: this.model.layout.size,
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
      convergence: this.convergence.state,
      seconds: this.seconds,
      stepper: this.context.stepper.save().numbers,
      ...(this.best && { bestEvent: encodeEvent(this.best.event) }),
      ...(partial && { within: partial.state }),
    };
    return {
      steps: this.steps,
      position: { ...position },
      tensors: [
        ...this.carried.save(this.state),
        ...(this.best ? this.carried.named('best', this.best.theta) : []),
        ...(partial?.tensors ?? []),
      ],
    };
  }

  /** Takes over a checkpoint. @returns where inside an epoch it was taken, if so */
  private restore({ tensors, steps, position }: Checkpoint): EpochState | undefined {
    const place = position as unknown as Position;
    const saved = byName(tensors);
    this.state = this.carried.restore(saved, place.stepper);
    this.convergence.restore(place.convergence);
    this.steps = steps;
    this.epoch = place.epoch;
    this.seconds = place.seconds;
    this.monitor.restore(place.monitor);
    this.learningRate.restore(place.plateau);
    const event = place.bestEvent === undefined ? undefined : decodeEvent(place.bestEvent);
    if (event?.type === 'epoch') this.best = { theta: this.carried.flat('best', saved), event };
    return place.within;
  }
}

/** w_k by task for the monitored loss: 1 unless a person has fixed them. */
function monitoredWeights({ tasks, balancing }: Experiment): PerTask<number> {
  return Object.fromEntries(
    Object.keys(tasks).map((name) => [
      name,
      balancing.method === 'fixed' ? (balancing.weights[name] ?? 0) : 1,
    ]),
  );
}

function byName(tensors: readonly NamedTensor[]): ReadonlyMap<string, NamedTensor> {
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}
