import * as tf from '@tensorflow/tfjs-core';
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openBackend, threadsFor } from '../../../../src/engine/backend/openBackend';
import type { Backend, ProgramSpec } from '../../../../src/engine/backend/program';
import { MtlError, type ErrorReport } from '../../../../src/shared/errors';
import { whereTfjsNodeIs } from '../../../support/tfjsNode';

function spec(step: (x: tf.Tensor, batch: tf.Tensor) => tf.Tensor): ProgramSpec {
  return {
    name: 'test step',
    batchSize: 2,
    state: [{ name: 'parameters', shape: [2], dtype: 'float32' }],
    columns: [{ name: 'features', shape: [3], dtype: 'float32' }],
    stepInputs: [{ name: 'rate', shape: [], dtype: 'float32' }],
    step: ({ state: [x], batch: [batch] }) => ({ state: [x!], outputs: [step(x!, batch!)] }),
  };
}

const run = {
  state: [Float32Array.of(0.5, 2)],
  columns: [Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)],
  indices: Int32Array.of(0, 2, 1, 1),
  inputs: [Float32Array.of(1, 2)],
};

const atan2 = spec((x) => tf.atan2(x, 4));
/** The identity, as a projective transform of a picture with one row. */
const moved = spec((x) => {
  const identity = tf.tensor2d([[1, 0, 0, 0, 1, 0, 0, 0]]);
  return tf.reshape(tf.image.transform(tf.reshape(x, [1, 1, 2, 1]), identity), [2]);
});
const branching = spec((x) => {
  const [first = 0] = tf.sum(x).dataSync();
  return first > 0 ? x : tf.neg(x);
});

async function reportOf(action: Promise<unknown>): Promise<ErrorReport> {
  const error: unknown = await action.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof MtlError) return error.report;
  throw new Error(`expected an MtlError, got ${String(error)}`);
}

const compilers = [
  {
    choice: 'onnxruntime',
    version: '1.30.0',
    lacks: { step: atan2, operation: 'Atan2' },
  },
  {
    choice: 'tfjs-node',
    version: '4.22.0',
    lacks: { step: moved, operation: 'Transform' },
  },
] as const;

describe.each(compilers)('$choice', ({ choice, version, lacks }) => {
  const open = (threads: number) => whereTfjsNodeIs(() => openBackend(choice, threads, 0));

  it('says that it compiles, its version and its threads', async () => {
    const { info } = await open(1);
    expect(info).toEqual({ name: choice, version, compiled: true, threads: 1 });
  });

  it('runs as many steps as there are rows of indices, on any number of rows', async () => {
    const backend = await open(1);
    const program = await backend.compile(spec((_x, batch) => tf.sum(batch, 1)));
    expect((await program.run(run)).outputs).toEqual([Float32Array.of(6, 24, 15, 15)]);
    const { outputs } = await program.run({
      ...run,
      columns: [new Float32Array(300).fill(1)],
      indices: Int32Array.of(99, 0),
      inputs: [Float32Array.of(0)],
    });
    expect(outputs).toEqual([Float32Array.of(3, 3)]);
  });

  it('names an operation that it cannot compile', async () => {
    const backend = await open(1);
    const report = await reportOf(backend.compile(lacks.step));
    expect(report).toMatchObject({ kind: 'backend', code: 'operation-not-compiled' });
    expect(report.message).toContain(lacks.operation);
  });

  it('names the operation whose value a step reads', async () => {
    const backend = await open(1);
    const report = await reportOf(backend.compile(branching));
    expect(report).toMatchObject({ kind: 'backend', code: 'value-read-while-compiling' });
    expect(report.message).toContain('the result of Sum');
    const input = await reportOf(backend.compile(spec((x) => tf.tensor(x.dataSync()))));
    expect(input.message).toContain("'parameters'");
  });

  it('compiles again after a step that failed, and leaves no tensor of it behind', async () => {
    const backend = await open(1);
    await reportOf(backend.compile(lacks.step));
    const { numTensors } = tf.memory();
    await reportOf(backend.compile(lacks.step));
    expect(tf.memory().numTensors).toBe(numTensors);
    const program = await backend.compile(spec((x) => tf.mul(x, 2)));
    expect((await program.run(run)).outputs).toEqual([Float32Array.of(1, 4, 1, 4)]);
  });

  it('lets values be read that do not depend on the input', async () => {
    const backend = await open(1);
    const program = await backend.compile(
      spec((x) => tf.mul(x, tf.scalar(4).dataSync()[0] ?? Number.NaN)),
    );
    expect((await program.run(run)).outputs).toEqual([Float32Array.of(2, 8, 2, 8)]);
  });

  it('compiles constants that another backend made', async () => {
    await openBackend('cpu', 1, 0);
    await tf.setBackend('cpu');
    const table = tf.tensor1d([10, 20]);
    const backend = await open(1);
    for (let compile = 0; compile < 2; compile++) {
      const program = await backend.compile(spec((x) => tf.add(x, table)));
      expect((await program.run(run)).outputs[0]?.slice(0, 2)).toEqual(Float32Array.of(10.5, 22));
    }
    expect(tf.getBackend()).toBe('cpu');
    expect([...table.dataSync()]).toEqual([10, 20]);
  });

  it('rejects arrays of the wrong size', async () => {
    const backend = await open(1);
    const program = await backend.compile(spec((x) => x));
    await expect(program.run({ ...run, inputs: [Float32Array.of(1)] })).rejects.toThrow("'rate'");
    await expect(program.run({ ...run, indices: Int32Array.of(1) })).rejects.toThrow('1 indices');
  });
});

describe('auto', () => {
  it('compiles where it can', async () => {
    const backend = await openBackend('auto', 'auto', 0);
    const program = await backend.compile(spec((x) => x));
    expect((await program.run(run)).outputs).toEqual([Float32Array.of(0.5, 2, 0.5, 2)]);
    expect(backend.info).toMatchObject({ name: 'onnxruntime', compiled: true, threads: 1 });
    expect(backend.info.reason).toBeUndefined();
  });

  it.each([
    ['an operation outside the table', atan2, 'Atan2', [Math.atan(0.125), Math.atan(0.5)]],
    ['a step that reads values', branching, 'Sum', [0.5, 2]],
  ] as const)('runs %s eagerly, and says why', async (_what, step, reason, expected) => {
    const backend: Backend = await openBackend('auto', 'auto', 0);
    const program = await backend.compile(step);
    const { outputs } = await program.run(run);
    expect(outputs[0]?.slice(0, 2)).toEqual(Float32Array.from(expected));
    expect(backend.info).toMatchObject({ name: 'cpu', compiled: false });
    expect(backend.info.reason).toContain('test step');
    expect(backend.info.reason).toContain(reason);
  });

  it('does not hide a mistake of the step', async () => {
    const backend = await openBackend('auto', 'auto', 0);
    const wrong = spec((x) => tf.reshape(x, [3]));
    await expect(backend.compile(wrong)).rejects.toThrow('Size(2) must match');
  });
});

describe('auto where tfjs-node is installed', () => {
  const open = () => whereTfjsNodeIs(() => openBackend('auto', 'auto', 0));

  it('compiles for tfjs-node', async () => {
    const backend = await open();
    const program = await backend.compile(atan2);
    const { outputs } = await program.run(run);
    expect(outputs[0]?.[1]).toBeCloseTo(Math.atan(0.5), 6);
    expect(backend.info).toEqual({
      name: 'tfjs-node',
      version: '4.22.0',
      compiled: true,
      threads: 1,
    });
  });

  it.each([
    ['a step that reads values', branching, 'Sum', 'tfjs-node'],
    ['an operation that tfjs-node lacks', moved, 'Transform', 'cpu'],
  ] as const)('runs %s eagerly, and says why', async (_what, step, reason, name) => {
    const backend = await open();
    const program = await backend.compile(step);
    const { outputs } = await program.run(run);
    expect(outputs[0]).toEqual(Float32Array.of(0.5, 2, 0.5, 2));
    expect(backend.info).toMatchObject({ name, compiled: false });
    expect(backend.info.reason).toContain('test step');
    expect(backend.info.reason).toContain(reason);
  });
});

describe('cpu', () => {
  it('runs operation by operation', async () => {
    const backend = await openBackend('cpu', 'auto', 1e12);
    const program = await backend.compile(atan2);
    const { outputs } = await program.run(run);
    expect(outputs[0]?.[1]).toBeCloseTo(Math.atan(0.5), 6);
    expect(backend.info).toEqual({ name: 'cpu', version: '4.22.0', compiled: false, threads: 1 });
  });
});

describe('where onnxruntime-node is not installed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mtl-lab-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs code in a process of its own, bundled as the product is, in a folder without packages. */
  async function runAlone(code: string): Promise<unknown> {
    const outfile = join(folder, 'main.cjs');
    await build({
      stdin: { contents: code, resolveDir: import.meta.dirname },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['onnxruntime-node', '@tensorflow/tfjs-node'],
      logLevel: 'silent',
    });
    return JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8' }));
  }
  const open = `import { openBackend } from '../../../../src/engine/backend/openBackend';
    const print = (value) => console.log(JSON.stringify(value));`;

  it('auto runs on plain TensorFlow.js and says why', async () => {
    const info = await runAlone(
      `${open} openBackend('auto', 1, 0).then(({ info }) => print(info));`,
    );
    expect(info).toMatchObject({ name: 'cpu', compiled: false });
    expect(info).toHaveProperty('reason', expect.stringContaining('onnxruntime-node'));
  });

  it('onnxruntime is an error that says what to do', async () => {
    const report = await runAlone(
      `${open} openBackend('onnxruntime', 1, 0).catch(({ report }) => print(report));`,
    );
    expect(report).toMatchObject({ kind: 'backend', code: 'backend-unavailable' });
    expect(report).toHaveProperty('hint', expect.stringContaining('"cpu"'));
  });
});

describe('threadsFor', () => {
  it('gives small steps one thread and large ones several', () => {
    expect(threadsFor(1e6)).toBe(1);
    expect(threadsFor(1e9)).toBeGreaterThanOrEqual(1);
    expect(threadsFor(1e9)).toBeLessThanOrEqual(4);
  });
});
