import { openBackend } from '../src/engine/backend/openBackend';
import type { ProgramRun, ProgramSpec } from '../src/engine/backend/program';
import { lenetRun, lenetStep } from './lenet';
import { mlpRun, mlpStep } from './mlpStep';

/*
 * Prints, as JSON, milliseconds of one training step on both compiled backends, which take turns;
 * those of the fastest quarter of the rounds. Argument: the number of threads.
 */

interface Case {
  readonly name: string;
  readonly spec: ProgramSpec;
  readonly run: ProgramRun;
  readonly rounds: number;
}

const lenet = lenetStep();
const cases: readonly Case[] = [
  { name: 'MLP', spec: mlpStep(256), run: mlpRun(16 * 256, 16, 256), rounds: 40 },
  { name: 'LeNet', spec: lenet, run: lenetRun(lenet), rounds: 12 },
];

async function prepare({ name, spec, run }: Case, choice: 'onnxruntime' | 'tfjs-node') {
  const threads = Number(process.argv[2]);
  const backend = await openBackend(choice, threads, 0);
  const start = performance.now();
  const program = await backend.compile(spec);
  await program.run({ ...run, indices: run.indices.slice(0, spec.batchSize) });
  const compileMs = performance.now() - start;
  await program.run(run);
  const label = `${name} on ${choice}, ${threads} thread${threads > 1 ? 's' : ''}`;
  return { name: label, compileMs, program, times: [] as number[] };
}

async function measureCase(each: Case) {
  const ways = [await prepare(each, 'onnxruntime'), await prepare(each, 'tfjs-node')];
  const steps = each.run.indices.length / each.spec.batchSize;
  for (let round = 0; round < each.rounds; round++) {
    for (const { program, times } of ways) {
      const start = performance.now();
      await program.run(each.run);
      times.push((performance.now() - start) / steps);
    }
  }
  return ways.map(({ name, compileMs, times }) => {
    const fastest = times.sort((a, b) => a - b).slice(0, each.rounds / 4);
    const msPerStep = fastest.reduce((sum, time) => sum + time, 0) / fastest.length;
    return { name, compileMs, msPerStep };
  });
}

async function main(): Promise<void> {
  const figures = [];
  for (const each of cases) figures.push(...(await measureCase(each)));
  process.stdout.write(JSON.stringify(figures));
}

void main();
