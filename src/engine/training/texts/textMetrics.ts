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
    private readonly mostRows: number,
  ) {
    const { metrics } = task.spec;
    this.decoding = new Decoding(backend, model, encoding, task);
    this.names = (['bleu', 'chrf'] as const).filter((name) => metrics.includes(name));
    const { mask } = columns.target(task.name);
    this.rows = Int32Array.from({ length: columns.dataset.rows }, (_, row) => row)
      .filter((row) => mask?.[row] !== 0)
      .slice(0, this.names.length > 0 ? mostRows : 0);
  }

  /** The texts that are written, by row; fewer when it was stopped. */
  async decode(theta: Float32Array, signal: AbortSignal): Promise<ReadonlyMap<number, string>> {
    const { columns, rows } = this;
    const written = await this.decoding.write(theta, columns.features, rows, signal);
    return new Map(written.map((text, index) => [rows[index] ?? 0, text]));
  }

  /** NaN where no row was decoded. */
  score(decoded: ReadonlyMap<number, string>): MetricValues {
    const { texts = [] } = this.columns.target(this.task.name);
    const expected = Array.from(decoded.keys(), (row) => texts[row] ?? '');
    const written = [...decoded.values()];
    return Object.fromEntries(
      this.names.map((name) => [
        name,
        written.length > 0 ? measures[name](written, expected) : Number.NaN,
      ]),
    );
  }

  /**
   * What is written of some rows.
   * @returns a text a row; none where nothing is decoded while the model trains
   */
  async write(theta: Float32Array, rows: Int32Array, signal: AbortSignal): Promise<string[]> {
    if (this.mostRows === 0) return [];
    return this.decoding.write(theta, this.columns.features, rows, signal);
  }

  dispose(): Promise<void> {
    return this.decoding.dispose();
  }
}
