import { relative, resolve } from 'node:path';
import { inspect } from 'node:util';
import { parseOverride } from '../session/overrides';
import { trainExperiment, type TrainOptions, type TrialIdentity } from '../session/trainExperiment';
import { formatError } from '../shared/errors';
import { encodeEvent } from '../shared/events';
import { listed, t } from '../shared/l10n';
import type { RunInfo } from '../shared/run';
import { backends, readBackend, readThreads } from './backendOptions';
import { exitStatus, onlyPositional, parseArguments, type Command } from './command';
import { counted, formatDuration } from '../shared/numberText';
import { interruptSignal } from './interrupt';
import { createProgress } from './progress';
import { resultTable } from './resultTable';
import { comparisonText } from './comparisonText';
import { TrialReporter } from './sweep/trialReport';
import { statusWord } from '../shared/words';

export const trainCommand: Command = {
  name: 'train',
  summary: t`Train an experiment`,
  help: t`FILE [options]

Trains the experiment in FILE (*.mtl.json) and records the run in .mtl/runs beside it.

  --run-dir DIR      record the run in DIR instead
  --backend NAME     ${listed(backends)} (default auto)
  --threads N        threads of the backend, or auto (default auto)
  --set a.b=value    replace a value of the experiment file, for example
                     --set training.epochs=5; may be repeated
  --resume           continue the run in --run-dir, or the latest unfinished run
  --json             write the events to standard output as they happen, one a line

Ctrl-C stops after a checkpoint; a second Ctrl-C stops at once.
Exit status: 0 done, 1 training failed, 2 bad usage, experiment or data, 3 no such backend,
130 interrupted.
`,
  async run(args) {
    const { options, json } = readArguments(args);
    const progress = options.trial ? new TrialReporter(process) : createProgress(process.stderr);
    const signal = interruptSignal(() => progress.text(t`Stopping after a checkpoint …`));
    let directory = '';
    try {
      const run = await trainExperiment({
        ...options,
        signal,
        listener: {
          progress: (text) => progress.text(`${text} …`),
          started: (started, info) => {
            directory = started;
            progress.started(info);
          },
          events: (events) => {
            if (json) process.stdout.write(events.map((e) => `${encodeEvent(e)}\n`).join(''));
            progress.events(events);
          },
          changed: ({ paused }) => progress.text(paused ? t`Paused …` : t`Going on …`),
          defect: (error) => process.stderr.write(`\n${inspect(error)}\n`),
          ended: () => progress.done(),
        },
      });
      return await finish(run, directory, json);
    } catch (error) {
      progress.done();
      throw error;
    }
  },
};

function readArguments(args: readonly string[]): {
  readonly options: Omit<TrainOptions, 'signal' | 'listener'>;
  readonly json: boolean;
} {
  const { values, positionals } = parseArguments({
    args: [...args],
    allowPositionals: true,
    options: {
      'run-dir': { type: 'string' },
      backend: { type: 'string', default: 'auto' },
      threads: { type: 'string', default: 'auto' },
      set: { type: 'string', multiple: true, default: [] },
      resume: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      // Not for people: sweep says by it which of its trials this is.
      trial: { type: 'string' },
    },
  });
  const directory = values['run-dir'];
  return {
    options: {
      experimentFile: onlyPositional(positionals, t`an experiment file`),
      backend: readBackend(values.backend),
      threads: readThreads(values.threads),
      overrides: values.set.map(parseOverride),
      resume: values.resume,
      trial: values.trial === undefined ? undefined : (JSON.parse(values.trial) as TrialIdentity),
      ...(directory !== undefined && { runDirectory: resolve(directory) }),
    },
    json: values.json,
  };
}

/** Says how the run ended. */
async function finish(run: RunInfo, directory: string, json: boolean): Promise<number> {
  const { status, summary, error, warnings, experimentFile } = run;
  for (const warning of warnings) process.stderr.write(t`Note: ${warning}\n`);
  const { reason } = run.backend;
  if (reason !== undefined) process.stderr.write(t`Note: ${reason}\n`);
  if (!json) process.stdout.write(resultTable(run) + (await comparisonText(run, directory)));
  const { epochs = 0, steps = 0, seconds = 0 } = summary ?? {};
  const amount = [
    counted(epochs, t`epoch`, t`epochs`),
    counted(steps, t`step`, t`steps`),
    formatDuration(seconds),
  ].join(', ');
  const place = relative('', directory) || '.';
  process.stderr.write(
    t`Run ${statusWord(status)}: ${amount} on ${run.backend.name}. Recorded in ${place}\n`,
  );
  if (error) process.stderr.write(`${formatError(error)}\n`);
  if (status === 'completed') return exitStatus.done;
  if (status === 'failed') return exitStatus.trainingFailed;
  const resume = `mtl-lab train ${relative('', experimentFile)} --resume`;
  process.stderr.write(t`Continue it with: ${resume}\n`);
  return exitStatus.interrupted;
}
