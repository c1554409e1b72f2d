import type { Answer } from '../../shared/answers';
import type { Backend, NumberArray } from '../backend/program';
import { answeredTasks, predictionPass } from '../model/predictionPass';
import { Programs } from '../training/programs';
import { Decoding } from '../training/texts/decoding';
import { answerOf } from './answers';
import type { EncodedTable } from './encodeTable';
import type { TrainedRun } from './trainedRun';

const largestBatch = 1024;

/**
 * What a trained model says of encoded rows.
 * @returns of each row an answer a task, in order
 * @throws MtlError of kind `data` when the weights do not fit the model
 */
export async function predict(
  run: TrainedRun,
  backend: Backend,
  table: EncodedTable,
): Promise<readonly (readonly Answer[])[]> {
  const { features, inputs = [], tokens } = table;
  const columns = [...(run.encoding.width > 0 ? [features] : []), ...inputs];
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  const values = await answer(run, backend, columns, rows);
  const texts = await write(run, backend, columns, rows);
  return Array.from(rows, (row) =>
    run.encoding.tasks.map((task) => {
      const written = texts.get(task.name);
      if (written) return { task: task.name, value: written[row] ?? '' };
      const own = values.get(task.name) ?? new Float32Array();
      return answerOf(task, own, row, tokens.get(task.feature ?? '')?.[row]);
    }),
  );
}

/** By name of the tasks that a pass answers: [rows, ...outputShape], see `predictionPass`. */
async function answer(
  { model, encoding, weights }: TrainedRun,
  backend: Backend,
  columns: readonly NumberArray[],
  rows: Int32Array,
): Promise<ReadonlyMap<string, Float32Array>> {
  const tasks = answeredTasks(encoding);
  if (tasks.length === 0) return new Map();
  const state = model.layout
    .toNamed(model.layout.fromNamed(weights))
    .map(({ values }) => Float32Array.from(values));
  const programs = new Programs(backend, (size) => predictionPass(model, encoding, size));
  const results: (readonly Float32Array[])[] = [];
  try {
    for (let first = 0; first < rows.length; first += largestBatch) {
      const indices = rows.subarray(first, first + largestBatch);
      const program = await programs.forBatch(indices.length);
      const { outputs } = await program.run({ state, columns, indices, inputs: [] });
      results.push(outputs);
    }
  } finally {
    await programs.dispose();
  }
  return new Map(
    tasks.map(({ name }, task) => [name, joined(results.map((outputs) => outputs[task]))]),
  );
}

/** By name of the tasks that write texts: one a row. */
async function write(
  { model, encoding, weights }: TrainedRun,
  backend: Backend,
  columns: readonly NumberArray[],
  rows: Int32Array,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const theta = model.layout.fromNamed(weights);
  const { signal } = new AbortController();
  const texts = new Map<string, readonly string[]>();
  for (const task of encoding.tasks) {
    if (!task.text) continue;
    const decoding = new Decoding(backend, model, encoding, task);
    try {
      texts.set(task.name, await decoding.write(theta, columns, rows, signal));
    } finally {
      await decoding.dispose();
    }
  }
  return texts;
}

function joined(parts: readonly (Float32Array | undefined)[]): Float32Array {
  const whole = new Float32Array(parts.reduce((size, part) => size + (part?.length ?? 0), 0));
  let offset = 0;
  for (const part of parts) {
    if (!part) continue;
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
