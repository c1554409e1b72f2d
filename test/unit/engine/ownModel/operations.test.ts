import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../../src/engine/backend/openBackend';
import type { Backend, ProgramSpec } from '../../../../src/engine/backend/program';
import { gradientsBy } from '../../../../src/engine/training/steps/passes';

const declarationFile = resolve('samples/own-model/mtl-lab.d.ts');

type Call = (x: tf.Tensor2D, y: tf.Tensor2D) => tf.Tensor | tf.Tensor[];

/** Calls of operations that take more than one or two tensors. `x` and `y` are [4, 4]. */
const calls: Readonly<Record<string, Call>> = {
  addN: (x, y) => tf.addN([x, y]),
  pow: (x, y) => tf.pow(tf.add(x, 2), y),
  log: (x) => tf.log(tf.add(x, 2)),
  log1p: (x) => tf.log1p(tf.add(x, 2)),
  sqrt: (x) => tf.sqrt(tf.add(x, 2)),
  rsqrt: (x) => tf.rsqrt(tf.add(x, 2)),
  acosh: (x) => tf.acosh(tf.add(x, 3)),
  clipByValue: (x) => tf.clipByValue(x, -0.5, 0.5),
  where: (x, y) => tf.where(tf.greater(x, 0), x, y),
  logicalAnd: (x, y) => tf.logicalAnd(tf.greater(x, 0), tf.greater(y, 0)),
  logicalOr: (x, y) => tf.logicalOr(tf.greater(x, 0), tf.greater(y, 0)),
  logicalNot: (x) => tf.logicalNot(tf.greater(x, 0)),
  all: (x) => tf.all(tf.greater(x, 0), 1),
  any: (x) => tf.any(tf.greater(x, 0), 1),
  moments: (x) => Object.values<tf.Tensor>(tf.moments(x, 1)),
  reshape: (x) => tf.reshape(x, [2, 8]),
  squeeze: (x) => tf.squeeze(tf.expandDims(x, 1), [1]),
  tile: (x) => tf.tile(x, [1, 2]),
  broadcastTo: (x) => tf.broadcastTo(tf.expandDims(x, 0), [2, 4, 4]),
  pad: (x) =>
    tf.pad(x, [
      [0, 1],
      [1, 0],
    ]),
  reverse: (x) => tf.reverse(x, 1),
  cast: (x) => tf.cast(x, 'int32'),
  concat: (x, y) => tf.concat([x, y], 1),
  stack: (x, y) => tf.stack([x, y]),
  split: (x) => tf.split(x, [1, 3], 1),
  slice: (x) => tf.slice(x, [0, 1], [2, 2]),
  gather: (x) => tf.gather(x, tf.tensor1d([2, 0], 'int32'), 1),
  oneHot: (x) => tf.cast(tf.oneHot(tf.argMax(x, 1), 4), 'float32'),
  conv2d: (x, y) => tf.conv2d(picture(x), kernel(y), 1, 'same'),
  depthwiseConv2d: (x, y) => tf.depthwiseConv2d(picture(x), kernel(y), 1, 'valid'),
  maxPool: (x) => tf.maxPool(picture(x), 2, 2, 'same'),
  avgPool: (x) => tf.avgPool(picture(x), 2, 1, 'valid'),
  scalar: (x) => tf.mul(x, tf.scalar(2)),
  tensor: (x) => tf.mul(x, tf.tensor([1, 2, 3, 4])),
  zeros: (x) => tf.add(x, tf.zeros([4])),
  ones: (x) => tf.add(x, tf.ones([4])),
  fill: (x) => tf.add(x, tf.fill([4], 3)),
  range: (x) => tf.mul(x, tf.range(0, 4)),
  linspace: (x) => tf.mul(x, tf.linspace(0, 1, 4)),
};
const picture = (x: tf.Tensor2D): tf.Tensor4D => tf.reshape(x, [1, 4, 4, 1]);
const kernel = (y: tf.Tensor2D): tf.Tensor4D =>
  tf.reshape(tf.slice(y, [0, 0], [2, 2]), [2, 2, 1, 1]);

/** Operations whose results have steps: nothing can be learned through them. */
const withoutGradient = new Set([
  ...['equal', 'notEqual', 'greater', 'greaterEqual', 'less', 'lessEqual', 'logicalAnd'],
  ...['logicalOr', 'logicalNot', 'isNaN', 'isInf', 'isFinite', 'all', 'any', 'argMax', 'argMin'],
  ...['oneHot', 'zerosLike', 'onesLike', 'cast'],
]);

/** The names of the declared operations and how many tensors each needs. */
function declared(): (readonly [string, number])[] {
  const text = readFileSync(declarationFile, 'utf8');
  const file = ts.createSourceFile(declarationFile, text, ts.ScriptTarget.Latest);
  return file.statements.flatMap((statement) =>
    ts.isInterfaceDeclaration(statement) && statement.name.text === 'Operations'
      ? statement.members.filter(ts.isMethodSignature).map((method) => {
          const tensors = method.parameters.filter(
            ({ type, questionToken }) =>
              !questionToken && /^(Tensor|Numbers)$/.test(type?.getText(file) ?? ''),
          );
          return [method.name.getText(file), tensors.length] as const;
        })
      : [],
  );
}

/** A step that computes an operation, and where there is one, its gradient. */
function stepOf(name: string, call: Call): ProgramSpec {
  return {
    name,
    batchSize: 4,
    state: [],
    columns: ['x', 'y'].map((column) => ({ name: column, shape: [4], dtype: 'float32' })),
    stepInputs: [],
    step: ({ batch }) => {
      const [x, y] = batch as [tf.Tensor2D, tf.Tensor2D];
      const results = (): tf.Tensor[] =>
        [call(x, y)].flat().map((each) => tf.cast(each, 'float32'));
      const objective = (): tf.Scalar =>
        tf.addN(results().map((each): tf.Scalar => tf.sum(tf.square(each))));
      const gradients = withoutGradient.has(name) ? [] : gradientsBy([x, y], objective);
      return { state: [], outputs: [...results(), ...gradients] };
    },
  };
}

async function compute(backend: Backend, spec: ProgramSpec): Promise<number[]> {
  const values = (seed: number): Float32Array =>
    Float32Array.from({ length: 16 }, (_, index) => 0.9 * Math.sin(seed + 1.7 * index));
  const program = await backend.compile(spec);
  const indices = Int32Array.from([0, 1, 2, 3]);
  const columns = [values(1), values(2)];
  const { outputs } = await program.run({ state: [], columns, indices, inputs: [] });
  await program.dispose();
  return outputs.flatMap((output) => [...output]);
}

describe('an operation that mtl-lab.d.ts declares', () => {
  let [compiled, reference] = [] as Backend[];
  beforeAll(async () => {
    compiled = await openBackend('onnxruntime', 1, 0);
    reference = await openBackend('cpu', 1, 0);
  });

  test.each(declared())('%s is compiled, its gradient too', async (name, tensors) => {
    const operation = tf[name as keyof typeof tf] as (...x: tf.Tensor[]) => tf.Tensor;
    const call = calls[name] ?? ((x, y) => operation(...[x, y].slice(0, tensors)));
    const spec = stepOf(name, call);
    const [actual, expected] = [await compute(compiled!, spec), await compute(reference!, spec)];
    expect(actual).toHaveLength(expected.length);
    actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 4));
  });
});

describe('mtl-lab.d.ts', () => {
  const compilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
  };

  /** What TypeScript says of a file, with another text in its place. */
  function problems(file: string, text: string): string[] {
    const host = ts.createCompilerHost(compilerOptions);
    const disk = ts.createCompilerHost(compilerOptions);
    host.readFile = (name) => (resolve(name) === file ? text : disk.readFile(name));
    host.fileExists = (name) => resolve(name) === file || disk.fileExists(name);
    const program = ts.createProgram([file], compilerOptions, host);
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  }

  test('is what TensorFlow.js declares, with its tensors in place of ours', () => {
    const text = readFileSync(declarationFile, 'utf8');
    const own = /export interface Tensor \{[^}]*\}/;
    expect(text).toMatch(own);
    const withItsTensor = text.replace(own, 'export type Tensor = tf.Tensor<any>;');
    const check = `import * as tf from '@tensorflow/tfjs-core';
      ${withItsTensor}
      export const operations: Operations = tf;
      declare const tensor: tf.Tensor;
      export const { shape, rank, size, dtype }: Own = tensor;
      ${own.exec(text)![0].replace('Tensor', 'Own')}`;
    expect(problems(resolve('test/declarations.ts'), check)).toEqual([]);
  });

  test('type-checks the sample, strictly, and finds mistakes', () => {
    const file = resolve('samples/own-model/model.ts');
    const text = readFileSync(file, 'utf8');
    expect(problems(file, text)).toEqual([]);
    expect(problems(file, text.replace('tf.softplus', 'tf.softPlus')).join()).toContain(
      "Property 'softPlus' does not exist on type 'Operations'.",
    );
  });
});
