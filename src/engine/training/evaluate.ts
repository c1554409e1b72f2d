import type { Encoding } from '../../shared/encoding';
import type { MetricValues, PerTask } from '../../shared/events';
import { isTokenTask } from '../../shared/experiment';
import type { Predictions, TaskPredictions, TextPredictions } from '../../shared/predictions';
import type { Backend } from '../backend/program';
import type { Dataset } from '../data/dataset';
import type { Model } from '../model/model';
import { CallPace, otherWork } from './callPace';
import { Columns } from './columns';
import { divergence } from './divergence';
import { evaluationPass } from './evaluationPass';
import { GateTotals } from './gateTotals';
import type { Measures } from './measures';
import { Programs } from './programs';
import { at } from './steps/passes';
import { TaskTotals } from './taskTotals';
import { TextMetrics, type DecodedTexts } from './texts/textMetrics';
import { saidLabels, saidTexts, textPredictions } from './texts/textPredictions';

const largestBatch = 1024;
/** Rows whose predictions are kept at most: enough for every picture of them. */
const mostPredicted = 100_000;

export interface Evaluated {
  readonly metrics: PerTask<MetricValues>;
  /** What gates let through, by the id of their node; undefined for a model without gates. */
  readonly gates?: Readonly<Record<string, readonly number[]>>;
  /** Each row's loss by task, [rows]; NaN without a label. */
  readonly losses: PerTask<Float32Array>;
  predictions(): Predictions;
  /** What is said of some rows. */
  ofRows(rows: Int32Array): Promise<RowPredictions>;
}

/** What a model says of some rows, in their order. */
export interface RowPredictions {
  /** Of tokens the number of the label, of texts that of the token, from 1 on; 0 for padding. */
  readonly tasks: readonly TaskPredictions[];
  /** What sequence tasks write, by task and row of the part; of fewer rows where it was stopped. */
  readonly texts: PerTask<DecodedTexts>;
}

/** What a pass adds up. */
interface PassSums {
  /** A task each. */
  readonly totals: readonly TaskTotals[];
  /** A task each, [rows]. */
  readonly losses: readonly Float32Array[];
  readonly gates: GateTotals;
}

/** Loss and metrics of a model on one part of the data, computed by a compiled pass. */
export class Evaluation {
  private readonly columns: Columns;
  private readonly programs: Programs;
  private readonly pace = new CallPace();
  private readonly texts: ReadonlyMap<string, TextMetrics>;
  private gateIds: readonly string[] = [];

  constructor(
    backend: Backend,
    model: Model,
    private readonly encoding: Encoding,
    private readonly dataset: Dataset,
    private readonly part: 'validation' | 'test',
    measures: Measures,
  ) {
    this.columns = new Columns(encoding, dataset, measures);
    this.programs = new Programs(backend, (batchSize) =>
      evaluationPass(model, this.columns, batchSize, (ids) => (this.gateIds = ids)),
    );
    this.texts = new Map(
      encoding.tasks.flatMap((task) => {
        const { name, spec } = task;
        if (spec.type !== 'sequence') return [];
        const most = part === 'test' ? dataset.rows : spec.decodedRows;
        return [
          [name, new TextMetrics(backend, model, encoding, task, this.columns, most)] as const,
        ];
      }),
    );
  }

  /** Compiles the passes. */
  async prepare(): Promise<void> {
    const rest = this.dataset.rows % this.batchSize;
    await this.programs.forBatch(this.batchSize);
    if (rest > 0) await this.programs.forBatch(rest);
  }

  /**
   * @param theta the model's parameters, flat
   * @param step of the run, for the error
   * @param signal aborted: stop after the call in flight
   * @returns undefined when it was stopped
   * @throws MtlError of kind `training` when a loss is not finite
   */
  async run(
    theta: Float32Array,
    step: number,
    signal: AbortSignal,
  ): Promise<Evaluated | undefined> {
    const { rows } = this.dataset;
    const totals = this.encoding.tasks.map((task) => new TaskTotals(task, this.columns, rows));
    const batch = this.batchSize;
    const whole = rows - (rows % batch);
    const gates = new GateTotals();
    const losses = totals.map(() => new Float32Array(rows));
    const sums = { totals, losses, gates };
    await this.pass(theta, range(0, whole), batch, sums, signal);
    await this.pass(theta, range(whole, rows), rows - whole, sums, signal);
    if (signal.aborted) return undefined;
    const metrics: Record<string, MetricValues> = {};
    this.encoding.tasks.forEach(({ name }, index) => {
      const total = totals[index];
      if (!total || !Number.isFinite(total.sum)) {
        throw divergence(this.part, name, total?.sum ?? Number.NaN, step);
      }
      metrics[name] = total.metrics();
    });
    const decoded = new Map<string, DecodedTexts>();
    for (const [name, texts] of this.texts) {
      const written = await texts.decode(theta, signal);
      decoded.set(name, written);
      metrics[name] = { ...metrics[name], ...texts.score(written) };
    }
    if (signal.aborted) return undefined;
    const { gateIds } = this;
    return {
      metrics,
      ...(gateIds.length > 0 && { gates: gates.means(gateIds, rows) }),
      losses: Object.fromEntries(
        this.encoding.tasks.map(({ name }, index) => [name, at(losses, index)]),
      ),
      predictions: () => this.predictions(sums, decoded),
      ofRows: async (some) => ({
        tasks: totals.map((total) => total.ofRows(some)),
        texts: await this.textsOf(decoded, theta, some, signal),
      }),
    };
  }

  async dispose(): Promise<void> {
    for (const texts of this.texts.values()) await texts.dispose();
    await this.programs.dispose();
  }

  private get batchSize(): number {
    return Math.min(largestBatch, this.dataset.rows);
  }

  private predictions(
    { totals, losses }: PassSums,
    decoded: ReadonlyMap<string, DecodedTexts>,
  ): Predictions {
    const count = Math.min(this.dataset.rows, mostPredicted);
    const { tableRows } = this.dataset;
    const rows = Float32Array.from({ length: count }, (_, row) => (tableRows?.[row] ?? row) + 1);
    const texts = this.encoding.tasks.flatMap(({ name, spec }, index): TextPredictions[] => {
      if (!isTokenTask(spec)) return [];
      const { texts: truths = [] } = this.columns.target(name);
      const said =
        spec.type === 'tagging'
          ? saidLabels(at(totals, index).predictions(count))
          : saidTexts(decoded.get(name) ?? new Map(), truths);
      return [{ name, rows: textPredictions(said, at(losses, index), rows) }];
    });
    return {
      part: this.part,
      rows,
      tasks: totals.flatMap((total, index) =>
        isTokenTask(at(this.encoding.tasks, index).spec) ? [] : [total.predictions(count)],
      ),
      ...(texts.length > 0 && { texts }),
    };
  }

  /** Of the rows that the metrics have not decoded the texts are written now. */
  private async textsOf(
    decoded: ReadonlyMap<string, DecodedTexts>,
    theta: Float32Array,
    rows: Int32Array,
    signal: AbortSignal,
  ): Promise<PerTask<DecodedTexts>> {
    const texts: Record<string, DecodedTexts> = {};
    for (const [name, task] of this.texts) {
      texts[name] = await task.decodeMore(decoded.get(name) ?? new Map(), theta, rows, signal);
    }
    return texts;
  }

  /** Adds some rows, in batches of one size, to the sums; a few batches a call. */
  private async pass(
    theta: Float32Array,
    rows: Int32Array,
    batchSize: number,
    { totals, losses, gates }: PassSums,
    signal: AbortSignal,
  ): Promise<void> {
    for (let done = 0; done < rows.length && !signal.aborted;) {
      const program = await this.programs.forBatch(batchSize);
      const steps = Math.min(this.pace.steps, (rows.length - done) / batchSize);
      const indices = rows.subarray(done, done + steps * batchSize);
      const { values: columns } = this.columns;
      const run = { state: [theta], columns, indices, inputs: [] };
      const { outputs } = await this.pace.time(steps, () => program.run(run));
      totals.forEach((total, index) => {
        at(losses, index).set(at(outputs, index), indices[0]);
        total.addOutputs(indices, at(outputs, totals.length + index));
      });
      gates.add(outputs.slice(2 * totals.length), batchSize, steps);
      done += indices.length;
      await otherWork();
    }
    this.encoding.tasks.forEach(({ name }, index) => {
      const own = at(losses, index);
      const { mask } = this.columns.target(name);
      let sum = 0;
      for (const row of rows) {
        if (mask?.[row] === 0) own[row] = Number.NaN;
        else sum += own[row] ?? 0;
      }
      totals[index]?.addLoss(rows, sum / this.columns.countLabels(name, rows));
    });
  }
}

function range(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, index) => start + index);
}
