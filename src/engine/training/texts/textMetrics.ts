import type { EncodedTask, Encoding } from '../../../shared/encoding';
import type { MetricValues } from '../../../shared/events';
import type { Backend } from '../../backend/program';
import type { Model } from '../../model/model';
import type { Columns } from '../columns';
import { bleu } from './bleu';
import { chrf } from './chrf';
import { Decoding } from './decoding';

const measures = { bleu, chrf };

/** What is written of rows, by row. */
export type DecodedTexts = ReadonlyMap<number, string>;

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

  /** The texts of the rows that are judged, by row; fewer when it was stopped. */
  decode(theta: Float32Array, signal: AbortSignal): Promise<DecodedTexts> {
    return this.write(theta, this.rows, signal);
  }

  /** With the texts of some more rows, unless nothing is decoded while the model trains. */
  async decodeMore(
    decoded: DecodedTexts,
    theta: Float32Array,
    rows: Int32Array,
    signal: AbortSignal,
  ): Promise<DecodedTexts> {
    if (this.mostRows === 0) return decoded;
    const others = rows.filter((row) => !decoded.has(row));
    return new Map([...decoded, ...(await this.write(theta, others, signal))]);
  }

  /** NaN where no row was decoded. */
  score(decoded: DecodedTexts): MetricValues {
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

  dispose(): Promise<void> {
    return this.decoding.dispose();
  }

  private async write(
    theta: Float32Array,
    rows: Int32Array,
    signal: AbortSignal,
  ): Promise<DecodedTexts> {
    const written = await this.decoding.write(theta, this.columns.features, rows, signal);
    return new Map(written.map((text, index) => [rows[index] ?? 0, text]));
  }
}
