import type { MetricValues, PerTask } from '../../shared/events';
import type { Backend } from '../backend/program';
import type { Dataset, Encoding } from '../data/dataset';
import type { Model } from '../model/model';
import { Columns } from './columns';
import { divergence } from './divergence';
import { evaluationPass, Programs } from './programs';
import { TaskTotals } from './taskTotals';

const largestBatch = 1024;

/** Loss and metrics of a model on one part of the data, computed by a compiled pass. */
export class Evaluation {
  private readonly columns: Columns;
  private readonly programs: Programs;

  constructor(
    backend: Backend,
    model: Model,
    private readonly encoding: Encoding,
    private readonly dataset: Dataset,
    private readonly part: 'validation' | 'test',
  ) {
    this.columns = new Columns(encoding, dataset);
    this.programs = new Programs(backend, (batchSize) =>
      evaluationPass(model, this.columns, batchSize),
    );
  }

  /**
   * @param theta the model's parameters, flat
   * @param step of the run, for the error
   * @throws MtlError of kind `training` when a loss is not finite
   */
  async run(theta: Float32Array, step: number): Promise<PerTask<MetricValues>> {
    const { rows } = this.dataset;
    const totals = this.encoding.tasks.map((task) => new TaskTotals(task, this.columns, rows));
    const batch = Math.min(largestBatch, rows);
    const whole = rows - (rows % batch);
    await this.pass(theta, 0, whole, batch, totals);
    if (whole < rows) await this.pass(theta, whole, rows, rows - whole, totals);
    const metrics: Record<string, MetricValues> = {};
    this.encoding.tasks.forEach(({ name }, index) => {
      const total = totals[index];
      if (!total || !Number.isFinite(total.sum)) {
        throw divergence(this.part, name, total?.sum ?? Number.NaN, step);
      }
      metrics[name] = total.metrics();
    });
    return metrics;
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
  ): Promise<void> {
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
  }
}
