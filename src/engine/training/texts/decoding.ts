import {
  logSoftmax,
  mul,
  reshape,
  sum,
  zeros,
  type Rank,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../../shared/encoding';
import type { Backend, NumberArray, ProgramSpec } from '../../backend/program';
import { Tokenizer } from '../../data/text/tokenizer';
import { inputsOf, writtenInput } from '../../model/inputs';
import type { Model } from '../../model/model';
import { otherWork } from '../callPace';
import { Programs } from '../programs';
import { at, floats } from '../steps/passes';
import { chosen, continuations, kept, type Hypothesis } from './beamSearch';

/** Texts that are written at a time. */
const mostAtOnce = 64;

/**
 * Writes the texts of a sequence task: token by token, each time with a whole pass of the model over
 * what has been written.
 */
export class Decoding {
  private readonly beam: number;
  private readonly tokens: number;
  private readonly tokenizer: Tokenizer;
  private readonly programs: Programs;

  /** @throws Error when the task writes no text */
  constructor(
    backend: Backend,
    private readonly model: Model,
    private readonly encoding: Encoding,
    private readonly task: EncodedTask,
  ) {
    const { spec, text, targetShape = [] } = task;
    if (spec.type !== 'sequence' || !text) throw new Error(`${task.name} writes no text`);
    this.beam = spec.beam;
    this.tokens = targetShape[0] ?? 0;
    this.tokenizer = new Tokenizer(text);
    this.programs = new Programs(backend, (batchSize) => this.pass(batchSize));
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
      texts.push(...(await this.writeSome(theta, columns, some, signal)));
    }
    return texts;
  }

  dispose(): Promise<void> {
    return this.programs.dispose();
  }

  private async writeSome(
    theta: Float32Array,
    columns: readonly NumberArray[],
    rows: Int32Array,
    signal: AbortSignal,
  ): Promise<string[]> {
    let all = Array.from(rows, (_, row): Hypothesis => ({ row, ids: [], score: 0, isDone: false }));
    for (let place = 0; place < this.tokens && !signal.aborted; place++) {
      const open = all.filter(({ isDone }) => !isDone);
      if (open.length === 0) break;
      const next = await this.nextTokens(theta, columns, rows, open, place);
      const done = all.filter(({ isDone }) => isDone);
      const longer = open.flatMap((each, index) => continuations(each, at(next, index), this.beam));
      all = kept([...done, ...longer], this.beam);
      await otherWork();
    }
    const best = chosen(all);
    return Array.from(rows, (_, row) => this.tokenizer.decode(best.get(row) ?? []));
  }

  /** Log probabilities of the token at a place, [vocabulary - 1] a hypothesis. */
  private async nextTokens(
    theta: Float32Array,
    columns: readonly NumberArray[],
    rows: Int32Array,
    open: readonly Hypothesis[],
    place: number,
  ): Promise<Float32Array[]> {
    const { tokens } = this;
    const batchSize = rows.length * this.beam;
    const program = await this.programs.forBatch(batchSize);
    const written = new Float32Array(batchSize * tokens);
    const indices = new Int32Array(batchSize).fill(at([...rows], 0));
    open.forEach(({ row, ids }, index) => {
      written.set(ids, index * tokens);
      indices[index] = rows[row] ?? 0;
    });
    const isPlace = new Float32Array(tokens);
    isPlace[place] = 1;
    const run = { state: [theta], columns, indices, inputs: [written, isPlace] };
    const { outputs } = await program.run(run);
    const width = this.task.outputs;
    return open.map((_, index) => at(outputs, 0).subarray(index * width, (index + 1) * width));
  }

  /** State: parameters. Step inputs: what is written, [batch, tokens], and 1 at the place asked for. */
  private pass(batchSize: number): ProgramSpec {
    const { model, encoding, task, tokens } = this;
    const index = encoding.tasks.indexOf(task);
    const [own] = writtenInput(task);
    const given = inputsOf(encoding);
    const features = given.filter(({ column }) => !column.startsWith('written/'));
    return {
      name: 'decoding',
      batchSize,
      state: [floats('parameters', [model.layout.size])],
      columns: features.map(({ column, shape, dtype }) => ({ name: column, shape, dtype })),
      stepInputs: [floats('written', [batchSize, tokens]), floats('place', [tokens])],
      step({ state: [theta], batch, inputs: [written, place] }) {
        const others = given
          .slice(features.length)
          .map(({ node, shape }) =>
            node === own?.node ? (written as Tensor) : zeros<Rank>([batchSize, ...shape]),
          );
        const weights = model.layout.weights(theta as Tensor1D);
        const { outputs } = model.forward([...batch, ...others], weights);
        const isPlace = reshape(place as Tensor, [1, tokens, 1]);
        const logits = sum(mul(at(outputs, index), isPlace), 1);
        return { state: [theta as Tensor], outputs: [logSoftmax(logits)] };
      },
    };
  }
}
