import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { listRuns, readRun } from '../../src/runs/readRun';
import { runFiles } from '../../src/runs/runFiles';
import { listSweeps, type SweepRecord } from '../../src/runs/sweepRecord';
import type { RunInfo } from '../../src/shared/run';
import type { RunComparison } from '../../src/shared/runComparison';
import { mtlLab, startMtlLab } from './commandLine';
import { temporaryFolder, writeExample, type ExampleExperiment } from './exampleExperiment';
import { isGone } from './isGone';

/** Long enough to be interrupted, short enough to be gone on with to its end. */
const long = 300;

async function onlySweep({ folder }: ExampleExperiment): Promise<SweepRecord> {
  const sweeps = await listSweeps(folder);
  expect(sweeps).toHaveLength(1);
  return sweeps[0]!;
}

const statuses = ({ trials }: SweepRecord) => trials.map(({ status }) => status);

/** The directories of trials that have a checkpoint, once there are `count`. */
async function checkpointed(folder: string, count: number): Promise<string[]> {
  const runs = join(folder, '.mtl', 'runs');
  for (;;) {
    const names = existsSync(runs) ? await readdir(runs) : [];
    const found = names
      .map((name) => join(runs, name))
      .filter((directory) => existsSync(runFiles(directory).checkpoint));
    if (found.length >= count) return found.sort();
    await delay(20);
  }
}

const rawRun = async (directory: string): Promise<RunInfo> =>
  JSON.parse(await readFile(runFiles(directory).run, 'utf8')) as RunInfo;

test('a grid is trained with two jobs; what fails does not stop the rest', async () => {
  const example = await writeExample();
  const rate = 'training.optimizer.learningRate';
  const { status, stdout, stderr } = await mtlLab([
    ...['sweep', example.file, '--vary', `${rate}=1e30,0.01,0.02`, '--seeds', '2', '--jobs', '2'],
  ]);
  expect(status, stderr).toBe(1);
  const sweep = await onlySweep(example);
  expect(sweep.trials.map((trial) => [trial.settings[rate], trial.seed, trial.status])).toEqual([
    [1e30, 42, 'failed'],
    [0.01, 42, 'completed'],
    [0.02, 42, 'completed'],
    [1e30, 43, 'failed'],
    [0.01, 43, 'completed'],
    [0.02, 43, 'completed'],
  ]);
  expect(sweep.trials[0]?.error).toMatch(/^The training loss of task .* step \d+/);
  expect(stderr).toContain(`failed: ${sweep.trials[0]!.error!}`);
  for (const trial of sweep.trials) {
    const run = await readRun(trial.directory);
    const { settings, seed } = trial;
    expect(run).toMatchObject({ id: trial.run, seed, sweep: { id: sweep.id, settings, seed } });
    expect(run.experiment.training).toMatchObject({
      seed,
      optimizer: { learningRate: trial.settings[rate] },
    });
    expect(run.experiment.data.split.seed).toBe(3);
    expect(run.backend.threads).toBe(1);
  }
  expect((await listRuns(example.folder)).runs).toHaveLength(6);

  // The mean over the two seeds, from the runs' own files.
  const aucs = (value: number) =>
    Promise.all(
      sweep.trials
        .filter(({ settings }) => settings[rate] === value)
        .map(async ({ directory }) => (await readRun(directory)).summary!.test!['sold']!['auc']!),
    );
  const [a, b] = await aucs(0.02);
  const mean = (a! + b!) / 2;
  const deviation = Math.abs(a! - b!) / Math.SQRT2;
  expect(stdout).toContain(`${rate}=0.02`);
  expect(stdout).toContain(`${mean.toFixed(4)} ± `);

  const compared = await mtlLab(['compare', '--sweep', 'latest', '--json'], example.folder);
  expect(compared.stderr).toContain('Left out 2 runs');
  const { groups, baseline, part } = JSON.parse(compared.stdout) as RunComparison;
  expect([baseline, part]).toEqual([`${rate}=0.01`, 'test']);
  const spread = groups[1]!.metrics['sold']!['auc']!;
  expect(spread).toMatchObject({ n: 2 });
  expect(spread.mean).toBeCloseTo(mean, 12);
  expect(spread.deviation).toBeCloseTo(deviation, 12);
  const [c, d] = await aucs(0.01);
  const named = sweep.trials.filter((trial) => trial.status === 'completed');
  const csv = await mtlLab(
    ['compare', ...named.map(({ run }) => run), '--metric', 'auc', '--csv'],
    example.folder,
  );
  const rows = csv.stdout.trimEnd().split('\n');
  const column = rows[0]!.split(',').indexOf('deltaM');
  const before = (c! + d!) / 2;
  expect(Number(rows[2]!.split(',')[column])).toBeCloseTo((-100 * (mean - before)) / before, 9);
});

test('an impossible value is refused before anything is trained', async () => {
  const { file, folder } = await writeExample();
  const refused = async (...options: string[]): Promise<string> => {
    const { status, stdout, stderr } = await mtlLab(['sweep', file, ...options]);
    expect([status, stdout]).toEqual([2, '']);
    return stderr;
  };
  const method = await refused('--vary', 'balancing.method=equal,equall');
  expect(method).toMatch(/balancing\.method must be one of "equal", "fixed"/);
  expect(method).toContain('Did you mean "equal"?');
  expect(await refused('--vary', 'training.batchSize=16,0')).toContain('at least 1');
  expect(await refused('--vary', 'training.batchSise=16,32')).toContain("'batchSize'");
  expect(await refused('--seeds', 'many')).toContain('--seeds');
  expect(await refused('--vary', 'training.epochs')).toContain('--vary');
  expect(await refused('--seeds', '2', '--jobs', '0')).toContain('--jobs');
  expect(await refused()).toContain('--vary');
  expect(await refused('--resume')).toContain('no such sweep');
  expect(existsSync(join(folder, '.mtl'))).toBe(false);
});

test('Ctrl-C stops all trials after a checkpoint, and --resume finishes what is left', async () => {
  const example = await writeExample({ rows: 2000 });
  const vary = ['--vary', `training.epochs=1,${long},2`, '--jobs', '2'];
  const { child, result, wrote } = startMtlLab(['sweep', example.file, ...vary]);
  await wrote('training.epochs=1, seed 42: completed');
  await wrote('training.epochs=2, seed 42: completed');
  await checkpointed(example.folder, 3);
  child.kill('SIGINT');
  const interrupted = await result;
  expect(interrupted.status, interrupted.stderr).toBe(130);
  expect(interrupted.stderr).toContain('sweep');
  expect(interrupted.stderr).toContain('--resume');
  const before = await onlySweep(example);
  expect(statuses(before)).toEqual(['completed', 'stopped', 'completed']);
  const [first, stopped] = before.trials.map(({ directory }) => directory);
  const completed = await rawRun(first!);
  expect(await rawRun(stopped!)).toMatchObject({ status: 'stopped' });

  const resumed = await mtlLab(['sweep', example.file, '--resume']);
  expect(resumed.status, resumed.stderr).toBe(0);
  expect(resumed.stderr).toContain(': 1 trial,');
  expect(statuses(await onlySweep(example))).toEqual(['completed', 'completed', 'completed']);
  expect(await rawRun(first!)).toEqual(completed);
  const finished = await readRun(stopped!);
  expect(finished).toMatchObject({ status: 'completed', summary: { epochs: long } });

  const whole = join(await temporaryFolder(), 'whole');
  const set = ['--set', `training.epochs=${long}`];
  await mtlLab(['train', example.file, '--run-dir', whole, '--threads', '1', ...set]);
  expect(finished.summary?.test).toEqual((await readRun(whole)).summary?.test);
});

test('a killed sweep leaves no trial running, and the same command goes on with it', async () => {
  const example = await writeExample({ rows: 2000, epochs: long });
  const args = ['sweep', example.file, '--seeds', '5,8', '--jobs', '2'];
  const { child, result } = startMtlLab(args);
  const directories = await checkpointed(example.folder, 2);
  const trials = await Promise.all(directories.map(rawRun));
  expect(trials.map(({ status }) => status)).toEqual(['running', 'running']);
  child.kill('SIGKILL');
  await result;
  await Promise.all(trials.map(({ pid }) => isGone(pid)));
  for (const directory of directories) {
    expect(await rawRun(directory)).toMatchObject({ status: 'stopped' });
  }

  const again = await mtlLab(args);
  expect(again.status, again.stderr).toBe(0);
  expect(statuses(await onlySweep(example))).toEqual(['completed', 'completed']);
  const runs = await Promise.all(directories.map(rawRun));
  expect(runs.map(({ seed, start }) => ({ seed, start }))).toEqual([
    { seed: 5, start: trials[0]!.start },
    { seed: 8, start: trials[1]!.start },
  ]);
  expect(runs.every(({ summary }) => summary?.epochs === long)).toBe(true);
});

test('a sweep does not go on with another experiment', async () => {
  const example = await writeExample({ rows: 2000, epochs: 100_000 });
  const args = ['sweep', example.file, '--seeds', '2', '--jobs', '1'];
  const { child, result } = startMtlLab(args);
  await checkpointed(example.folder, 1);
  child.kill('SIGINT');
  expect((await result).status).toBe(130);
  expect(statuses(await onlySweep(example))).toEqual(['stopped', 'waiting']);
  const text = await readFile(example.file, 'utf8');
  await writeFile(example.file, text.replace('"batchSize": 16', '"batchSize": 8'));
  const { status, stderr } = await mtlLab([...args, '--resume']);
  expect(status).toBe(2);
  expect(stderr).toContain('training.batchSize');
});
