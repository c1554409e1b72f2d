import type { EncodedTask, Encoding } from '../../../shared/encoding';
import type { MetricValues } from '../../../shared/events';
import type { Backend } from '../../backend/program';
import type { Model } from '../../model/model';
import type { Columns } from '../columns';
import { bleu } from './bleu';
import { chrf } from './chrf';
import { Decoding } from './decoding';

const measures = { bleu, chrf };

/** The metrics of a sequence task that compare the texts that it writes with the true ones. */
export class TextMetrics {
  private readonly decoding: Decoding;
  private readonly names: readonly (keyof typeof measures)[];
  /** Rows that have a text to compare with. */
  private readonly rows: Int32Array;

  /** @param columns of the part that is judged @param mostRows of it that are decoded */
  constructor(
    backend: Backend,
    model: Model,
    encoding: Encoding,
    private readonly task: EncodedTask,
    private readonly columns: Columns,
    mostRows: number,
  ) {
    const { metrics } = task.spec;
    this.decoding = new Decoding(backend, model, encoding, task);
    this.names = (['bleu', 'chrf'] as const).filter((name) => metrics.includes(name));
    const { mask } = columns.target(task.name);
    this.rows = Int32Array.from({ length: columns.dataset.rows }, (_, row) => row)
      .filter((row) => mask?.[row] !== 0)
      .slice(0, this.names.length > 0 ? mostRows : 0);
  }

  /** NaN where no row is decoded. */
  async measure(theta: Float32Array, signal: AbortSignal): Promise<MetricValues> {
    const { task, columns, rows, names } = this;
    const { texts = [] } = columns.target(task.name);
    const written = await this.decoding.write(theta, columns.features, rows, signal);
    const expected = Array.from(rows.subarray(0, written.length), (row) => texts[row] ?? '');
    return Object.fromEntries(
      names.map((name) => [
        name,
        written.length > 0 ? measures[name](written, expected) : Number.NaN,
      ]),
    );
  }

  dispose(): Promise<void> {
    return this.decoding.dispose();
  }
}
