import { resolve } from 'node:path';
import { writeFileAtomic } from '../runs/atomicFile';
import { openSideBySide } from '../engine/data/sideBySide';
import { findRun } from '../runs/findRun';
import { readModule } from '../runs/readRun';
import { readTrained } from '../runs/trainedWeights';
import { explainFileError } from '../runs/fileErrors';
import { encodeJson } from '../shared/events';
import type { Answer } from '../shared/answers';
import { t } from '../shared/l10n';
import { exitStatus, onlyPositional, parseArguments, usageError, type Command } from './command';
import { csvCell } from './csvCell';

export const predictCommand: Command = {
  name: 'predict',
  summary: t`Ask a trained model about new rows`,
  help: t`RUN --input FILE [options]

Writes what a run's best weights predict for each row of a table. RUN is the directory of a run, or
its id where it is among the runs under this folder (see mtl-lab runs). The table needs the columns
that are features; labels are not read.

  --input FILE    a table as training takes it; several stand side by side
  --output FILE   default: standard output
  --json          a line of JSON a row, with the probability of each label, and of labels of
                  tokens each token and the spans that they make; default: CSV with a column a
                  task, and one of the likeliest label's probability
`,
  async run(args) {
    const { values, positionals } = parseArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        input: { type: 'string', multiple: true },
        output: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const name = onlyPositional(positionals, t`a run`);
    if (values.input === undefined) {
      throw usageError(t`Name the rows to predict.`, t`--input FILE is a table with the features.`);
    }
    const rows = await answersOf(name, values.input);
    const text = values.json ? jsonLines(rows) : csv(rows);
    if (values.output === undefined) process.stdout.write(text);
    else await write(resolve(values.output), text);
    return exitStatus.done;
  },
};

/** A row's answers, in the order of the tasks. */
async function answersOf(
  run: string,
  inputs: readonly string[],
): Promise<readonly (readonly Answer[])[]> {
  const found = await findRun(run, '.');
  const trained = await readTrained(found);
  const { data } = found.run.experiment;
  // Only here, so that no other command waits for TensorFlow.js.
  const { encodeTable } = await import('../engine/predict/encodeTable');
  const { predict } = await import('../engine/predict/predict');
  const { openTrained } = await import('../engine/predict/trainedRun');
  const { openBackend } = await import('../engine/backend/openBackend');
  const model = await openTrained(found.run, trained, await readModule(found.directory, found.run));
  const opened = await openSideBySide(inputs.map((input) => resolve(input)));
  const table = await encodeTable(trained.encoding, opened, data.missing);
  for (const warning of table.warnings) process.stderr.write(`${warning}\n`);
  const backend = await openBackend('onnxruntime', 'auto', 0);
  try {
    return await predict(model, backend, table);
  } finally {
    await backend.dispose();
  }
}

function csv(rows: readonly (readonly Answer[])[]): string {
  const titles = (rows[0] ?? []).flatMap(({ task, probabilities }) =>
    probabilities ? [task, `${task} probability`] : [task],
  );
  const lines = rows.map((answers, row) =>
    [
      row + 1,
      ...answers.flatMap(({ value, probabilities }) =>
        probabilities ? [value, probabilities[value]] : [value],
      ),
    ].map(csvCell),
  );
  return [['row', ...titles].map(csvCell), ...lines]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
}

function jsonLines(rows: readonly (readonly Answer[])[]): string {
  return rows
    .map((answers, row) => {
      const tasks = answers.map(({ task, ...answer }) => [task, answer] as const);
      return `${encodeJson({ row: row + 1, ...Object.fromEntries(tasks) })}\n`;
    })
    .join('');
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(file, text);
  } catch (error) {
    throw explainFileError(error);
  }
}
