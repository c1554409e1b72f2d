import { matMul, sum, type Tensor2D } from '@tensorflow/tfjs-core';
import { openBackend } from '../src/engine/backend/openBackend';
import type { Backend, ProgramRun, ProgramSpec } from '../src/engine/backend/program';
import { features, mlpRun, mlpStep } from './mlpStep';

export { measureLenet } from './lenet';

/*
 * Milliseconds of one training step of a small two-headed network, for each way to run it. The ways
 * take turns, so that what else the machine does meets all of them; the figures are those of the
 * quarter of the rounds that were fastest.
 */

const batchSize = 256;
const stepsPerCall = 16;
const rounds = 40;
const rows = batchSize * stepsPerCall;

interface Way {
  readonly name: string;
  /** Milliseconds to compile and to open the session. */
  readonly compileMs: number;
  /** Steps in one call. */
  readonly steps: number;
  readonly call: () => Promise<unknown>;
  readonly msPerStep: number[];
}

async function prepare(name: string, backend: Backend, spec: ProgramSpec, run: ProgramRun) {
  const start = performance.now();
  const program = await backend.compile(spec);
  const compileMs = performance.now() - start;
  const way: Way = {
    name,
    compileMs,
    steps: run.indices.length / batchSize,
    call: () => program.run(run),
    msPerStep: [],
  };
  await way.call();
  return way;
}

/** The matrix products of the step and nothing else: what no way to run it can go below. */
function matrixProducts(): ProgramSpec {
  const layers = [
    [features, 64],
    [64, 32],
    [64, 32],
    [32, 1],
    [32, 1],
  ] as const;
  const tensors = layers.flatMap(([from, to], layer) => [
    { name: `input${layer}`, shape: [batchSize, from], dtype: 'float32' as const },
    { name: `kernel${layer}`, shape: [from, to], dtype: 'float32' as const },
    { name: `gradient${layer}`, shape: [batchSize, to], dtype: 'float32' as const },
  ]);
  return {
    name: 'matrix products',
    batchSize,
    state: tensors,
    columns: [],
    stepInputs: [],
    step({ state }) {
      const outputs = layers.flatMap((_, layer) => {
        const [input, kernel, gradient] = state.slice(3 * layer) as Tensor2D[];
        return [
          matMul(input!, kernel!),
          matMul(input!, gradient!, true),
          // The network's input needs no gradient.
          ...(layer === 0 ? [] : [matMul(gradient!, kernel!, false, true)]),
        ].map((product) => sum(product));
      });
      return { state, outputs };
    },
  };
}

function matrixRun(spec: ProgramSpec, from: ProgramRun): ProgramRun {
  const state = spec.state.map(({ shape }) =>
    new Float32Array(shape.reduce((size, length) => size * length, 1)).fill(0.1),
  );
  return { ...from, state, columns: [] };
}

/** Mean of the fastest quarter. */
function typical(values: readonly number[]): number {
  const fastest = [...values].sort((a, b) => a - b).slice(0, Math.ceil(values.length / 4));
  return fastest.reduce((total, value) => total + value, 0) / fastest.length;
}

/** Figures of one way to run the step. */
export interface Figures {
  readonly name: string;
  readonly msPerStep: number;
  /** Milliseconds to compile and to open the session. */
  readonly compileMs: number;
}

/** Runs all ways in turns. */
export async function measure(): Promise<Figures[]> {
  const run = mlpRun(rows, stepsPerCall, batchSize);
  const oneStep = { ...run, indices: run.indices.slice(0, batchSize) };
  const oneThread = await openBackend('onnxruntime', 1, 0);
  const products = matrixProducts();
  const ways = [
    await prepare('compiled, 1 thread', oneThread, mlpStep(batchSize), run),
    await prepare(
      'compiled, 2 threads',
      await openBackend('onnxruntime', 2, 0),
      mlpStep(batchSize),
      run,
    ),
    await prepare('matrix products alone, 1 thread', oneThread, products, matrixRun(products, run)),
    await prepare(
      'TensorFlow.js, cpu',
      await openBackend('cpu', 1, 0),
      mlpStep(batchSize),
      oneStep,
    ),
  ];
  for (let round = 0; round < rounds; round++) {
    for (const { call, steps, msPerStep } of ways) {
      const start = performance.now();
      await call();
      msPerStep.push((performance.now() - start) / steps);
    }
  }
  return ways.map(({ name, compileMs, msPerStep }) => ({
    name,
    compileMs,
    msPerStep: typical(msPerStep),
  }));
}
