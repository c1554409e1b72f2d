import { relative } from 'node:path';
import { bestMetrics } from '../runs/bestMetrics';
import { readMetrics } from '../runs/readMetrics';
import { listRuns, type FoundRun } from '../runs/readRun';
import { readNotes } from '../runs/runNotes';
import { encodeJson } from '../shared/events';
import { t } from '../shared/l10n';
import { describeMetric } from '../shared/metricNames';
import { exitStatus, onlyPositional, parseArguments, type Command } from './command';
import { formatValue } from '../shared/numberText';
import { formatTable } from './formatTable';
import { runStatusWord } from '../shared/words';

export const runsCommand: Command = {
  name: 'runs',
  summary: t`List the runs under a folder`,
  help: t`[DIR] [--json]

Lists the runs of all experiments under DIR (default: this folder), newest first, with the best
value of each task's first metric, and the label and the tags that it was given.

  --json   write the records of the runs as a JSON list
`,
  async run(args) {
    const { values, positionals } = parseArguments({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const folder = onlyPositional(positionals.length > 0 ? positionals : ['.'], t`a folder`);
    const { runs, skipped } = await listRuns(folder);
    for (const { directory, reason } of skipped) {
      process.stderr.write(t`Skipped ${relative('', directory)}: ${reason}\n`);
    }
    if (values.json) {
      const records = await Promise.all(
        runs.map(async ({ directory, run }) => {
          const notes = await readNotes(directory);
          return { directory, ...run, ...(Object.keys(notes).length > 0 && { notes }) };
        }),
      );
      process.stdout.write(`${encodeJson(records, 2)}\n`);
    } else {
      process.stdout.write(runs.length > 0 ? await runsTable(runs) : t`No runs in ${folder}.\n`);
    }
    return exitStatus.done;
  },
};

async function runsTable(runs: readonly FoundRun[]): Promise<string> {
  const rows = runs.map(async ({ directory, run }) => {
    const best = bestMetrics((await readMetrics(directory)).events);
    const values = Object.entries(run.experiment.tasks).map(([task, { metrics }]) => {
      const metric = metrics[0] ?? 'loss';
      return `${task} ${describeMetric(metric).label} ${formatValue(best[task]?.[metric]?.value)}`;
    });
    const started = run.start.slice(0, 16).replace('T', ' ');
    const epochs = String(run.summary?.epochs ?? '–');
    const { label = '', tags = [] } = await readNotes(directory);
    const said = [label, ...tags.map((tag) => `#${tag}`)].join(' ').trim();
    const status = runStatusWord(run);
    return [run.id, status, started, epochs, values.join(', '), said];
  });
  const cells = await Promise.all(rows);
  const isLabelled = cells.some((row) => row.at(-1) !== '');
  return formatTable(
    [
      { title: t`run`, align: 'left' },
      { title: t`status`, align: 'left' },
      { title: t`started (UTC)`, align: 'left' },
      { title: t`epochs`, align: 'right' },
      { title: t`best`, align: 'left' },
      ...(isLabelled ? [{ title: t`label`, align: 'left' } as const] : []),
    ],
    cells,
  );
}
