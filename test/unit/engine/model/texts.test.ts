import { concat, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend } from '../../../../src/engine/backend/program';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { initialWeights } from '../../../../src/engine/model/initialWeights';
import { inputColumns } from '../../../../src/engine/model/inputs';
import type { EncodedTask, Encoding } from '../../../../src/shared/encoding';
import type { TaskSpec } from '../../../../src/shared/experiment';
import type { LayerSpec, ModelSpec } from '../../../../src/shared/modelSpec';
import references from '../../../fixtures/texts/layers.json';
import { whereTfjsNodeIs } from '../../../support/tfjsNode';
import { encodedTask, regression } from '../support';
import { evaluate, namedWeights, numbers } from './support';

function textEncoding(
  tokens: number,
  vocabulary: number,
  tasks: readonly EncodedTask[] = [encodedTask('t0', regression)],
): Encoding {
  const text = {
    type: 'text',
    tokens: 'words',
    lowercase: true,
    hasSpaces: false,
    vocabulary: Array.from({ length: vocabulary }, (_, id) => `word${id}`),
  } as const;
  const inputs = [{ name: 'text', shape: [tokens], dtype: 'int32', encoding: text } as const];
  return { width: 0, features: [], inputs, tasks };
}

const modelOf = (layers: readonly LayerSpec[], shared: readonly LayerSpec[] = []): ModelSpec => ({
  architecture: 'hard-sharing',
  encoders: { text: layers },
  shared,
  heads: {},
});

const expectClose = (actual: readonly number[], expected: readonly number[], what: string) => {
  expect(actual.length, what).toBe(expected.length);
  actual.forEach((value, index) => expect(value, what).toBeCloseTo(expected[index]!, 5));
};

const backends = ['onnxruntime', 'tfjs-node', 'cpu'] as const;

describe.each(backends)('layers of texts on %s', (choice) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await whereTfjsNodeIs(() => openBackend(choice, 1, 0));
  });
  afterAll(() => backend.dispose());

  const { ids, vocabulary, targets, cases } = references;

  it.each(cases.map((each) => [each.name, each] as const))(
    '%s has the outputs and gradients of PyTorch, padding left out',
    async (_, { layers, weights, outputs, gradients }) => {
      const encoding = textEncoding(ids[0]!.length, vocabulary);
      const model = buildModel(modelOf(layers as unknown as LayerSpec[]), encoding);
      const theta = model.layout.fromNamed(namedWeights(weights));
      const actual = await evaluate(backend, model, theta, ids, { targets, encoding });
      expectClose(actual.outputs[0]!, outputs[0]!, 'outputs');
      for (const [name, gradient] of Object.entries(gradients)) {
        expectClose(actual.gradients[name] ?? [], numbers(gradient), name);
      }
    },
  );
});

/** What a model says of sentences. @param written of a sequence task */
async function say(
  spec: ModelSpec,
  encoding: Encoding,
  ids: readonly (readonly number[])[],
  written?: readonly (readonly number[])[],
): Promise<Float32Array> {
  const backend = await openBackend('onnxruntime', 1, 0);
  const model = buildModel(spec, encoding);
  const theta = initialWeights(model.layout, 3);
  const program = await backend.compile({
    name: 'outputs',
    batchSize: ids.length,
    state: [{ name: 'theta', shape: [theta.length], dtype: 'float32' }],
    columns: inputColumns(encoding),
    stepInputs: [],
    step({ state: [parameters], batch }) {
      const weights = model.layout.weights(parameters as Tensor1D);
      const { outputs } = model.forward(batch, weights);
      return { state: [parameters!], outputs: [concat(outputs as Tensor[], 1)] };
    },
  });
  const { outputs } = await program.run({
    state: [theta],
    columns: [Int32Array.from(ids.flat()), ...(written ? [Float32Array.from(written.flat())] : [])],
    indices: Int32Array.from(ids.keys()),
    inputs: [],
  });
  await program.dispose();
  await backend.dispose();
  return outputs[0]!;
}

describe('padding', () => {
  const sentences = [[2, 3, 4], [5], []];
  const padded = (tokens: number): number[][] =>
    sentences.map((ids) => [...ids, ...new Array<number>(tokens - ids.length).fill(0)]);
  const embedding: LayerSpec = { embedding: 8, positions: 'sinusoidal' };
  const gru: LayerSpec = { gru: 5, bidirectional: true };
  const block: LayerSpec = { transformer: 12, heads: 2, dropout: 0.1 };
  const dense: LayerSpec = { dense: 6, activation: 'tanh', l2: 0 };
  const layers: Readonly<Record<string, readonly LayerSpec[]>> = {
    'a mean of words': [dense, { globalPool: 'average' }],
    'a maximum of words': [{ normalize: 'layer' }, { globalPool: 'max' }],
    'a GRU': [gru, { globalPool: 'average' }],
    'a residual GRU': [
      { residual: [gru, { normalize: 'layer' }], activation: 'linear' },
      { globalPool: 'max' },
    ],
    'a Transformer': [block, block, { globalPool: 'max' }],
  };

  it.each(Object.entries(layers))('changes nothing of what %s says', async (_, rest) => {
    const spec = modelOf([embedding, ...rest]);
    const exact = await say(spec, textEncoding(3, 6), padded(3));
    const longer = await say(spec, textEncoding(9, 6), padded(9));
    exact.forEach((value, row) => expect(longer[row]).toBeCloseTo(value, 6));
  });

  it('changes nothing where experts and gates see the tokens', async () => {
    const spec: ModelSpec = {
      architecture: 'mmoe',
      experts: 3,
      oneGate: false,
      encoders: { text: [embedding] },
      shared: [gru],
      heads: { default: [{ globalPool: 'average' }] },
    };
    const exact = await say(spec, textEncoding(3, 6), padded(3));
    const longer = await say(spec, textEncoding(8, 6), padded(8));
    exact.forEach((value, row) => expect(longer[row]).toBeCloseTo(value, 6));
  });
});

describe('a decoder', () => {
  const spec: TaskSpec = {
    type: 'sequence',
    target: 'y',
    maxTokens: 4,
    vocabulary: 7,
    tokens: 'words',
    lowercase: true,
    decoder: { layers: 2, hidden: 8, heads: 2, dropout: 0 },
    labelSmoothing: 0,
    beam: 1,
    decodedRows: 0,
    metrics: [],
  };
  const encodingFor = (tokens: number): Encoding => {
    const base = textEncoding(tokens, 6);
    const { encoding: text } = base.inputs![0]!;
    const task: EncodedTask = {
      ...encodedTask('t0', spec, 6),
      targetShape: [4],
      outputShape: [4],
      feature: 'text',
      ...(text.type === 'text' && { text }),
    };
    return { ...base, tasks: [task] };
  };
  const model = modelOf([
    { embedding: 8, positions: 'none' },
    { gru: 4, bidirectional: true },
    { globalPool: 'max' },
  ]);
  const outputs = 6;

  it('sees the tokens before each, none after it, and no padding of the text', async () => {
    const ids = [[2, 3, 4]];
    const all = await say(model, encodingFor(3), ids, [[4, 5, 6, 3]]);
    const start = await say(model, encodingFor(3), ids, [[4, 5, 0, 0]]);
    const other = await say(model, encodingFor(3), ids, [[5, 5, 6, 3]]);
    const padded = await say(model, encodingFor(5), [[2, 3, 4, 0, 0]], [[4, 5, 6, 3]]);
    expect(all.length).toBe(4 * outputs);
    expectClose([...start.subarray(0, 3 * outputs)], [...all.subarray(0, 3 * outputs)], 'before');
    expectClose([...other.subarray(0, outputs)], [...all.subarray(0, outputs)], 'first');
    expect(Math.abs(other[outputs]! - all[outputs]!)).toBeGreaterThan(1e-6);
    expectClose([...padded], [...all], 'padding');
  });
});
