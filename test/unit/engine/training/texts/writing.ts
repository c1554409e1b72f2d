import { buildModel } from '../../../../../src/engine/model/buildModel';
import type { Model } from '../../../../../src/engine/model/model';
import type { EncodedTask, Encoding } from '../../../../../src/shared/encoding';
import type { TaskSpec } from '../../../../../src/shared/experiment';
import { Random } from '../../../../../src/shared/random';
import { encodedTask } from '../../support';

export const sentences = 20;
export const tokens = 11;
export const outputs = 9;
export const vocabulary = ['', '?', '<s>', '</s>', 'a', 'b', 'c', 'd', 'e', 'f'].map(
  (token) => `▁${token}`,
);
const text = {
  type: 'text',
  tokens: 'words',
  lowercase: true,
  hasSpaces: true,
  vocabulary,
} as const;

type Judged = Pick<Extract<TaskSpec, { type: 'sequence' }>, 'decodedRows' | 'metrics'>;

function writingTask(name: string, beam: number, judged: Judged): EncodedTask {
  const decoder = { layers: 2, hidden: 8, heads: 2, dropout: 0.2 };
  return {
    ...encodedTask(
      name,
      {
        type: 'sequence',
        target: name,
        maxTokens: tokens,
        vocabulary: outputs + 1,
        tokens: 'words',
        lowercase: true,
        decoder,
        labelSmoothing: 0,
        beam,
        ...judged,
      },
      outputs,
    ),
    targetShape: [tokens],
    outputShape: [tokens],
    feature: 'text',
    text,
  };
}

/** Two sequence tasks on a text of five tokens. */
export const encodingFor = (
  beam: number,
  judged: Judged = { decodedRows: 0, metrics: [] },
): Encoding => ({
  width: 0,
  features: [],
  inputs: [{ name: 'text', shape: [5], dtype: 'int32', encoding: text }],
  tasks: [writingTask('other', beam, judged), writingTask('asked', beam, judged)],
});

/** Sentences of one to five tokens. */
export const ids = Int32Array.from({ length: sentences * 5 }, (_, at) =>
  at % 5 <= Math.floor(at / 5) % 5 ? 2 + ((at * 7) % 8) : 0,
);

export function writingModel(encoding: Encoding): Model {
  const text = [
    { embedding: 8, positions: 'none' },
    { gru: 4, bidirectional: true },
  ] as const;
  return buildModel(
    { architecture: 'hard-sharing', encoders: { text }, shared: [], heads: {} },
    encoding,
  );
}

/** Large ones, so that sentences get different texts. */
export function drawnWeights({ layout }: Model): Float32Array {
  const random = new Random(5);
  return Float32Array.from({ length: layout.size }, () => 3 * random.uniform() - 1.5);
}
