import type { Encoding } from '../../shared/encoding';
import type { MetricValues, PerTask } from '../../shared/events';
import type { Predictions } from '../../shared/predictions';
import type { Backend } from '../backend/program';
import type { Dataset } from '../data/dataset';
import type { Model } from '../model/model';
import { CallPace, otherWork } from './callPace';
import { Columns } from './columns';
import { divergence } from './divergence';
import { evaluationPass } from './evaluationPass';
import type { Measures } from './measures';
import { Programs } from './programs';
import { TaskTotals } from './taskTotals';
import { TextMetrics } from './texts/textMetrics';

const largestBatch = 1024;
/** Rows whose predictions are kept at most: enough for every picture of them. */
const mostPredicted = 100_000;

export interface Evaluated {
  readonly metrics: PerTask<MetricValues>;
  /** What gates let through, by the id of their node; undefined for a model without gates. */
  readonly gates?: Readonly<Record<string, readonly number[]>>;
  /** Of the first rows, at most so many. */
  predictions(most?: number): Predictions;
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
    await this.pass(theta, range(0, whole), batch, totals, gates, signal);
    await this.pass(theta, range(whole, rows), rows - whole, totals, gates, signal);
    if (signal.aborted) return undefined;
    const metrics: Record<string, MetricValues> = {};
    this.encoding.tasks.forEach(({ name }, index) => {
      const total = totals[index];
      if (!total || !Number.isFinite(total.sum)) {
        throw divergence(this.part, name, total?.sum ?? Number.NaN, step);
      }
      metrics[name] = total.metrics();
    });
    for (const [name, texts] of this.texts) {
      metrics[name] = { ...metrics[name], ...(await texts.measure(theta, signal)) };
    }
    if (signal.aborted) return undefined;
    const { gateIds } = this;
    return {
      metrics,
      ...(gateIds.length > 0 && { gates: gates.means(gateIds, rows) }),
      predictions: (most = mostPredicted) => this.predictions(totals, most),
    };
  }

  async dispose(): Promise<void> {
    for (const texts of this.texts.values()) await texts.dispose();
    await this.programs.dispose();
  }

  private get batchSize(): number {
    return Math.min(largestBatch, this.dataset.rows);
  }

  private predictions(totals: readonly TaskTotals[], most: number): Predictions {
    const count = Math.min(this.dataset.rows, most);
    const { tableRows } = this.dataset;
    return {
      part: this.part,
      rows: Float32Array.from({ length: count }, (_, row) => (tableRows?.[row] ?? row) + 1),
      tasks: totals.flatMap((total) => total.predictions(count) ?? []),
    };
  }

  /** Adds some rows, in batches of one size, to the totals; a few batches a call. */
  private async pass(
    theta: Float32Array,
    rows: Int32Array,
    batchSize: number,
    totals: readonly TaskTotals[],
    gates: GateTotals,
    signal: AbortSignal,
  ): Promise<void> {
    const sums = totals.map(() => 0);
    for (let done = 0; done < rows.length && !signal.aborted;) {
      const program = await this.programs.forBatch(batchSize);
      const steps = Math.min(this.pace.steps, (rows.length - done) / batchSize);
      const indices = rows.subarray(done, done + steps * batchSize);
      const { values: columns } = this.columns;
      const run = { state: [theta], columns, indices, inputs: [] };
      const { outputs } = await this.pace.time(steps, () => program.run(run));
      this.encoding.tasks.forEach(({ name }, index) => {
        const losses = outputs[index] ?? new Float32Array();
        totals[index]?.addOutputs(indices, outputs[totals.length + index] ?? new Float32Array());
        const { mask } = this.columns.target(name);
        const add = (sum: number, loss: number, at: number): number =>
          mask?.[indices[at] ?? 0] === 0 ? sum : sum + loss;
        sums[index] = losses.reduce(add, sums[index] ?? 0);
      });
      gates.add(outputs.slice(2 * totals.length), batchSize, steps);
      done += indices.length;
      await otherWork();
    }
    this.encoding.tasks.forEach(({ name }, index) => {
      totals[index]?.addLoss(rows, (sums[index] ?? 0) / this.columns.countLabels(name, rows));
    });
  }
}

/** What gates let through, summed over rows. */
class GateTotals {
  private readonly sums: number[][] = [];

  /** @param gates means over each batch, [batches, branches] a gate */
  add(gates: readonly Float32Array[], batchSize: number, batches: number): void {
    gates.forEach((values, gate) => {
      const branches = values.length / batches;
      const sums = (this.sums[gate] ??= new Array<number>(branches).fill(0));
      values.forEach((value, index) => {
        const branch = index % branches;
        sums[branch] = (sums[branch] ?? 0) + value * batchSize;
      });
    });
  }

  means(ids: readonly string[], rows: number): Readonly<Record<string, readonly number[]>> {
    return Object.fromEntries(
      ids.map((id, gate) => [id, (this.sums[gate] ?? []).map((sum) => sum / rows)]),
    );
  }
}

function range(start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, index) => start + index);
}
