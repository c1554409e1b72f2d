import type { MetricValues, PerTask } from '../../shared/events';
import type { Backend } from '../backend/program';
import type { Dataset, Encoding } from '../data/dataset';
import type { Model } from '../model/model';
import { Columns } from './columns';
import { divergence } from './divergence';
import { evaluationPass } from './evaluationPass';
import { Programs } from './programs';
import { TaskTotals } from './taskTotals';

const largestBatch = 1024;

export interface Evaluated {
  readonly metrics: PerTask<MetricValues>;
  /** What gates let through, by the id of their node; undefined for a model without gates. */
  readonly gates?: Readonly<Record<string, readonly number[]>>;
}

/** Loss and metrics of a model on one part of the data, computed by a compiled pass. */
export class Evaluation {
  private readonly columns: Columns;
  private readonly programs: Programs;
  private gateIds: readonly string[] = [];

  constructor(
    backend: Backend,
    model: Model,
    private readonly encoding: Encoding,
    private readonly dataset: Dataset,
    private readonly part: 'validation' | 'test',
  ) {
    this.columns = new Columns(encoding, dataset);
    this.programs = new Programs(backend, (batchSize) =>
      evaluationPass(model, this.columns, batchSize, (ids) => (this.gateIds = ids)),
    );
  }

  /**
   * @param theta the model's parameters, flat
   * @param step of the run, for the error
   * @throws MtlError of kind `training` when a loss is not finite
   */
  async run(theta: Float32Array, step: number): Promise<Evaluated> {
    const { rows } = this.dataset;
    const totals = this.encoding.tasks.map((task) => new TaskTotals(task, this.columns, rows));
    const batch = Math.min(largestBatch, rows);
    const whole = rows - (rows % batch);
    const passes = [await this.pass(theta, 0, whole, batch, totals)];
    if (whole < rows) passes.push(await this.pass(theta, whole, rows, rows - whole, totals));
    const metrics: Record<string, MetricValues> = {};
    this.encoding.tasks.forEach(({ name }, index) => {
      const total = totals[index];
      if (!total || !Number.isFinite(total.sum)) {
        throw divergence(this.part, name, total?.sum ?? Number.NaN, step);
      }
      metrics[name] = total.metrics();
    });
    const gates = this.gateIds.map((id, index) => [id, gateMeans(passes, index)] as const);
    return { metrics, ...(gates.length > 0 && { gates: Object.fromEntries(gates) }) };
  }

  dispose(): Promise<void> {
    return this.programs.dispose();
  }

  private async pass(
    theta: Float32Array,
    start: number,
    end: number,
    batchSize: number,
    totals: readonly TaskTotals[],
  ): Promise<Pass> {
    const rows = Int32Array.from({ length: end - start }, (_, index) => start + index);
    const program = await this.programs.forBatch(batchSize);
    const { outputs } = await program.run({
      state: [theta],
      columns: this.columns.values,
      indices: rows,
      inputs: [],
    });
    this.encoding.tasks.forEach(({ name }, index) => {
      const total = totals[index];
      const losses = outputs[index] ?? new Float32Array();
      total?.addOutputs(rows, outputs[totals.length + index] ?? new Float32Array());
      const { mask } = this.columns.target(name);
      const labelled = mask ? losses.filter((_, row) => mask[start + row] === 1) : losses;
      const sum = labelled.reduce((total, loss) => total + loss, 0);
      total?.addLoss(rows, sum / labelled.length);
    });
    return { rows: rows.length, batchSize, gates: outputs.slice(2 * totals.length) };
  }
}

/** What some batches of one size gave. */
interface Pass {
  readonly rows: number;
  readonly batchSize: number;
  /** [batches, branches] a gate. */
  readonly gates: readonly Float32Array[];
}

/** Means of a gate over all rows, [branches]. */
function gateMeans(passes: readonly Pass[], gate: number): number[] {
  const sums: number[] = [];
  for (const { rows, batchSize, gates } of passes) {
    const values = gates[gate] ?? new Float32Array();
    const branches = (values.length * batchSize) / rows;
    values.forEach((value, index) => {
      const branch = index % branches;
      sums[branch] = (sums[branch] ?? 0) + value * batchSize;
    });
  }
  const total = passes.reduce((sum, { rows }) => sum + rows, 0);
  return sums.map((sum) => sum / total);
}
