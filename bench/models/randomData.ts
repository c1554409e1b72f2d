import type { LoadedData, TargetColumn } from '../../src/engine/data/dataset';
import { Random } from '../../src/shared/random';
import { experimentFor, taskNames } from './experiment';
import type { Workload } from './workload';

/** Rows of random numbers in the shapes of the workload, all of them to train on. */
export function randomData(workload: Workload, rows: number): LoadedData {
  const random = new Random(1);
  const { width, value } = input(workload, random);
  const { tasks } = experimentFor(workload);
  const names = taskNames(workload);
  const targets = Object.fromEntries(
    names.map((name, index): [string, TargetColumn] => {
      const size = workload.outputs[index]!;
      const label = size === 1 ? () => random.uniform() : () => random.integer(size);
      return [name, { values: Float32Array.from({ length: rows }, label) }];
    }),
  );
  const train = { rows, features: Float32Array.from({ length: rows * width }, value), targets };
  const none = { ...train, rows: 0 };
  const encodedTasks = names.map((name, index) => ({
    name,
    spec: tasks[name]!,
    outputs: workload.outputs[index]!,
    scale: 1,
    shift: 0,
  }));
  const encoding = { width, features: [], tasks: encodedTasks };
  return { encoding, train, validation: none, test: none, warnings: [] };
}

/** Uniform numbers in ±scale. */
export function uniform(length: number, scale: number, random = new Random(2)): Float32Array {
  return Float32Array.from({ length }, () => (2 * random.uniform() - 1) * scale);
}

function input(workload: Workload, random: Random) {
  const real = () => 2 * random.uniform() - 1;
  switch (workload.model) {
    case 'mlp':
      return { width: workload.features, value: real };
    case 'lenet':
      return { width: workload.side ** 2, value: real };
    case 'transformer':
      return { width: workload.tokens, value: () => random.integer(workload.vocabulary) };
  }
}
