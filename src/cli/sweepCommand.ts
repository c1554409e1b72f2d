import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { readRun } from '../runs/readRun';
import { sweepFile, SweepWriter, type SweepRecord } from '../runs/sweepRecord';
import { explainFileError } from '../runs/fileErrors';
import { readExperiment } from '../session/loadExperiment';
import { parseOverride } from '../session/overrides';
import { parseSeeds, parseVariations } from '../session/sweepGrid';
import { MtlError } from '../shared/errors';
import { listed, t } from '../shared/l10n';
import { counted } from '../shared/numberText';
import { compareRuns } from '../shared/runComparison';
import { backends, readBackend, readCount, readThreads } from './backendOptions';
import { exitStatus, onlyPositional, parseArguments, usageError, type Command } from './command';
import { comparisonOutput } from './compareCommand';
import { interruptSignal } from './interrupt';
import { newSweep, unfinishedSweep } from './sweep/openSweep';
import { openTrials, runTrials } from './sweep/runSweep';
import { SweepProgress } from './sweep/sweepProgress';

export const sweepCommand: Command = {
  name: 'sweep',
  summary: t`Train an experiment with many settings and seeds`,
  help: t`FILE [options]

Trains the experiment in FILE with every combination of the values of --vary and every seed, each
trial as a run of its own in a process of its own, and compares the runs. All combinations are
checked before the first is trained. A trial that fails does not stop the others.

  --vary a.b=x,y,z   values of a setting to try, JSON or texts, for example
                     --vary balancing.method=equal,fixed; may be repeated, for a grid.
                     A value that decides which other keys there are (a method, an optimizer)
                     leaves out those of the file that do not belong to it
  --seeds N          N seeds of the training, from that of the file on, or a list: --seeds 1,5,9.
                     data.split.seed stays: all trials see the same parts of the data
  --set a.b=value    a setting of all trials; may be repeated
  --jobs N           trials at a time (default: the cores by the threads of a trial)
  --threads N        threads of a trial, or auto (default 1, with --jobs 1 auto)
  --backend NAME     ${listed(backends)} (default auto)
  --dir DIR          put the runs into DIR instead of .mtl/runs
  --resume           go on with the latest sweep of FILE that has trials left

The same command again goes on with a sweep that was interrupted: completed trials are not
repeated, stopped ones go on from their checkpoint. Its record is in .mtl/sweeps. Ctrl-C stops all
trials after a checkpoint.
Exit status: 0 done, 1 a trial failed, 2 bad usage, experiment or data, 3 no such backend,
130 interrupted.
`,
  async run(args) {
    const { sweep, jobs } = await readSweep(args);
    try {
      return await runSweep(await SweepWriter.open(sweep), jobs);
    } catch (error) {
      throw explainFileError(error);
    }
  },
};

async function runSweep(writer: SweepWriter, jobs: number): Promise<number> {
  const open = await openTrials(writer);
  const { id, trials } = writer.record;
  const progress = new SweepProgress(
    process.stderr,
    trials.length,
    trials.length - open.length,
    jobs,
  );
  const signal = interruptSignal(() => progress.text(t`Stopping the trials after a checkpoint …`));
  progress.text(t`Sweep ${id}: ${counted(open.length, t`trial`, t`trials`)}, ${jobs} at a time`);
  try {
    await runTrials(open, writer, { jobs, signal, progress });
  } finally {
    progress.done();
  }
  await writer.update({ end: new Date().toISOString() });
  return finish(writer.record);
}

/** Reads the command line, and the sweep that it means from disk when there is one to go on with. */
async function readSweep(
  args: readonly string[],
): Promise<{ readonly sweep: SweepRecord; readonly jobs: number }> {
  const { values, positionals } = parseArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      vary: { type: 'string', multiple: true, default: [] },
      seeds: { type: 'string' },
      set: { type: 'string', multiple: true, default: [] },
      jobs: { type: 'string' },
      threads: { type: 'string' },
      backend: { type: 'string', default: 'auto' },
      dir: { type: 'string' },
      resume: { type: 'boolean', default: false },
    },
  });
  const experimentFile = resolve(onlyPositional(positionals, t`an experiment file`));
  const workers = readWorkers(values);
  const backend = readBackend(values.backend);
  const { experiment } = await readExperiment(experimentFile, values.set.map(parseOverride));
  const grid = {
    set: values.set,
    vary: parseVariations(values.vary),
    seeds: parseSeeds(values.seeds ?? '1', experiment.training.seed),
  };
  const isNamed = values.vary.length > 0 || values.seeds !== undefined;
  if (!isNamed && !values.resume) throw usageError(t`Name what to try: --vary, --seeds or both.`);
  const left = await unfinishedSweep(experimentFile, {
    grid: isNamed ? grid : undefined,
    failed: values.resume,
  });
  if (values.resume && !left) throw nothingToResume(experimentFile);
  const folder = values.dir === undefined ? undefined : resolve(values.dir);
  const sweep =
    left ?? (await newSweep({ experimentFile, grid, backend, threads: workers.threads, folder }));
  return { sweep, jobs: workers.jobs };
}

/** How many trials run at a time, and with how many threads each. */
function readWorkers(values: {
  readonly jobs?: string | undefined;
  readonly threads?: string | undefined;
}): { readonly jobs: number; readonly threads: number | 'auto' } {
  const given = values.threads === undefined ? undefined : readThreads(values.threads);
  const cores = availableParallelism();
  const fitting = given === 'auto' ? 1 : Math.max(1, Math.floor(cores / (given ?? 1)));
  const jobs = values.jobs === undefined ? fitting : readCount('--jobs', values.jobs);
  return { jobs, threads: given ?? (jobs > 1 ? 1 : 'auto') };
}

function nothingToResume(file: string): MtlError {
  return new MtlError({
    kind: 'usage',
    code: 'nothing-to-resume',
    message: t`There is no such sweep of this experiment with trials left.`,
    hint: t`Start one with --vary and --seeds, without --resume.`,
    location: { file },
  });
}

/** Prints the comparison and says how the sweep ended. */
async function finish(sweep: SweepRecord): Promise<number> {
  const { trials, experimentFile, id } = sweep;
  const count = (...statuses: readonly string[]): number =>
    trials.filter(({ status }) => statuses.includes(status)).length;
  const failed = count('failed');
  const left = count('stopped', 'waiting', 'running');
  const counts = [t`${count('completed')} completed`, t`${failed} failed`, t`${left} left`];
  const file = relative('', sweepFile(sweep));
  process.stderr.write(t`Sweep ${id}: ${listed(counts)}. Recorded in ${file}\n`);
  if (left > 0) {
    const command = `mtl-lab sweep ${relative('', experimentFile)} --resume`;
    process.stderr.write(t`Go on with: ${command}\n`);
    return exitStatus.interrupted;
  }
  const completed = trials.filter(({ status }) => status === 'completed');
  const runs = await Promise.all(completed.map(({ directory }) => readRun(directory)));
  if (runs.length > 0) process.stdout.write(comparisonOutput(compareRuns(runs, {})));
  return failed > 0 ? exitStatus.trainingFailed : exitStatus.done;
}
