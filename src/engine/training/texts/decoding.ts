import { logSoftmax, mul, reshape, sum, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../../shared/encoding';
import type { Backend, NumberArray, ProgramSpec } from '../../backend/program';
import { Tokenizer } from '../../data/text/tokenizer';
import { featureColumns } from '../../model/inputs';
import type { Model } from '../../model/model';
import type { Writer } from '../../model/writer';
import { otherWork } from '../callPace';
import { Programs } from '../programs';
import { at, floats } from '../steps/passes';
import { chosen, continuations, kept, type Hypothesis } from './beamSearch';

/** Texts that are written at a time. */
const mostAtOnce = 64;
/** Rows and tokens of the smallest program. */
const fewest = 8;

/** Sentences whose texts are being written. */
interface Source {
  readonly theta: Float32Array;
  /** What `Writer.encode` says of them. */
  readonly seen: readonly Float32Array[];
  readonly sentences: number;
}

/**
 * Writes the texts of a sequence task: what the model makes of a row is computed once; then each
 * token takes a pass of the decoder over what has been written, for all rows and beams together.
 */
export class Decoding {
  private readonly writer: Writer;
  private readonly beam: number;
  private readonly tokens: number;
  private readonly tokenizer: Tokenizer;
  private readonly encoder: Programs;
  /** By the length of what is written. */
  private readonly decoders = new Map<number, Programs>();

  /** @throws Error when the task writes no text */
  constructor(
    private readonly backend: Backend,
    private readonly model: Model,
    private readonly encoding: Encoding,
    private readonly task: EncodedTask,
  ) {
    const { spec, text, targetShape: [tokens] = [], name } = task;
    const writer = model.writers.get(name);
    if (spec.type !== 'sequence' || !text || !writer || tokens === undefined) {
      throw new Error(`${name} writes no text`);
    }
    this.writer = writer;
    this.beam = spec.beam;
    this.tokens = tokens;
    this.tokenizer = new Tokenizer(text);
    this.encoder = new Programs(backend, (batchSize) => this.encoderPass(batchSize));
  }

  /**
   * @param columns the features of a data set, in the order of `inputsOf`
   * @param rows of the data set
   * @returns a text a row; fewer when it was stopped
   */
  async write(
    theta: Float32Array,
    columns: readonly NumberArray[],
    rows: Int32Array,
    signal: AbortSignal,
  ): Promise<string[]> {
    const texts: string[] = [];
    const rowsAtOnce = Math.floor(mostAtOnce / this.beam);
    for (let first = 0; first < rows.length && !signal.aborted; first += rowsAtOnce) {
      const some = rows.subarray(first, first + rowsAtOnce);
      const indices = padded(some);
      const encoder = await this.encoder.forBatch(indices.length);
      const { outputs: seen } = await encoder.run({ state: [theta], columns, indices, inputs: [] });
      texts.push(...(await this.decode({ theta, seen, sentences: some.length }, signal)));
    }
    return texts;
  }

  async dispose(): Promise<void> {
    for (const programs of [this.encoder, ...this.decoders.values()]) await programs.dispose();
  }

  private async decode(source: Source, signal: AbortSignal): Promise<string[]> {
    const sentences = Array.from({ length: source.sentences }, (_, row) => row);
    let all = sentences.map((row): Hypothesis => ({ row, ids: [], score: 0, isDone: false }));
    for (let place = 0; place < this.tokens && !signal.aborted; place++) {
      const open = all.filter(({ isDone }) => !isDone);
      if (open.length === 0) break;
      const next = await this.nextTokens(source, open, place);
      const done = all.filter(({ isDone }) => isDone);
      const longer = open.flatMap((each, index) => continuations(each, at(next, index), this.beam));
      all = kept([...done, ...longer], this.beam);
      await otherWork();
    }
    const best = chosen(all);
    return sentences.map((row) => this.tokenizer.decode(best.get(row) ?? []));
  }

  /** Log probabilities of the token at a place, [vocabulary - 1] a hypothesis. */
  private async nextTokens(
    { theta, seen }: Source,
    open: readonly Hypothesis[],
    place: number,
  ): Promise<Float32Array[]> {
    const length = Math.min(atLeast(place + 1), this.tokens);
    const indices = padded(Int32Array.from(open, ({ row }) => row));
    const program = await this.decoder(length).forBatch(indices.length);
    const written = new Float32Array(indices.length * length);
    open.forEach(({ ids }, index) => written.set(ids, index * length));
    const isPlace = new Float32Array(length);
    isPlace[place] = 1;
    const run = { state: [theta], columns: seen, indices, inputs: [written, isPlace] };
    const { outputs } = await program.run(run);
    const width = this.task.outputs;
    return open.map((_, index) => at(outputs, 0).subarray(index * width, (index + 1) * width));
  }

  private decoder(length: number): Programs {
    const known = this.decoders.get(length);
    if (known) return known;
    const programs = new Programs(this.backend, (size) => this.decoderPass(size, length));
    this.decoders.set(length, programs);
    return programs;
  }

  /** State: parameters. Outputs: what the decoder sees, [batch, ...shape] each. */
  private encoderPass(batchSize: number): ProgramSpec {
    const { model, encoding, writer } = this;
    return {
      name: 'encoder',
      batchSize,
      state: [floats('parameters', [model.layout.size])],
      columns: featureColumns(encoding),
      stepInputs: [],
      step: ({ state: [theta], batch }) => ({
        state: [theta as Tensor],
        outputs: writer.encode(batch, model.layout.weights(theta as Tensor1D)),
      }),
    };
  }

  /** State: parameters. Step inputs: what is written, [batch, length], and 1 at the place asked for. */
  private decoderPass(batchSize: number, length: number): ProgramSpec {
    const { model, writer } = this;
    return {
      name: 'decoder',
      batchSize,
      state: [floats('parameters', [model.layout.size])],
      columns: writer.seen.map((shape, index) => floats(`seen${index}`, shape)),
      stepInputs: [floats('written', [batchSize, length]), floats('place', [length])],
      step({ state: [theta], batch, inputs: [written, place] }) {
        const weights = model.layout.weights(theta as Tensor1D);
        const logits = writer.decode(batch, written as Tensor, weights);
        const isPlace = reshape(place as Tensor, [1, length, 1]);
        return {
          state: [theta as Tensor],
          outputs: [logSoftmax(sum(mul(logits, isPlace), 1))],
        };
      },
    };
  }
}

/** Rows for a program: as many as the smallest that takes them, the first again for those not there. */
function padded(rows: Int32Array): Int32Array {
  const all = new Int32Array(atLeast(rows.length)).fill(rows[0] ?? 0);
  all.set(rows);
  return all;
}

/** The size of the smallest program for so many: few programs then serve every number. */
function atLeast(count: number): number {
  let size = fewest;
  while (size < count) size *= 2;
  return size;
}
