import { basename, relative, resolve } from 'node:path';
import { inspectTable } from '../engine/data/inspectTable';
import { scaffold } from '../engine/scaffold/scaffold';
import { listed, t } from '../shared/l10n';
import {
  columnTaskTypes as taskTypes,
  templates,
  type ColumnTaskType,
  type OwnDataAnswers,
  type TableSummary,
} from '../shared/scaffold';
import { exitStatus, parseArguments, usageError, type Command } from './command';

export const newCommand: Command = {
  name: 'new',
  summary: t`Write a new experiment`,
  help: t`TEMPLATE DIR [options]

Writes an experiment that trains at once into DIR. Templates: ${listed(templates)}.

For own-data:
  --data FILE              a table: .csv, .tsv or .jsonl, .gz too, .parquet
  --target COLUMN[:TYPE]   a column to predict; may be repeated. Types: ${listed(taskTypes)}
                           (default: what fits the column)
`,
  async run(args) {
    const { values, positionals } = parseArguments({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        target: { type: 'string', multiple: true, default: [] },
      },
    });
    const [template, directory, ...rest] = positionals;
    if (template === undefined || directory === undefined || rest.length > 0) {
      throw usageError(
        t`Name a template and a directory.`,
        t`Templates: ${listed(templates)}. For example: mtl-lab new adult my-experiment`,
      );
    }
    const ownData =
      template === 'own-data'
        ? await readOwnData(directory, values.data, values.target)
        : undefined;
    const experimentFile = await scaffold(template, directory, ownData);
    const shown = relative('', experimentFile);
    process.stdout.write(t`Wrote ${shown}\nTrain it with: mtl-lab train ${shown}\n`);
    return exitStatus.done;
  },
};

async function readOwnData(
  directory: string,
  data: string | undefined,
  targets: readonly string[],
): Promise<OwnDataAnswers> {
  if (data === undefined || targets.length === 0) {
    throw usageError(
      t`own-data needs a table and the columns to predict.`,
      t`For example: mtl-lab new own-data my-experiment --data table.csv --target price`,
    );
  }
  const dataFile = resolve(data);
  const table = await inspectTable(dataFile);
  return {
    dataFile,
    name: basename(resolve(directory)),
    targets: targets.map((text) => readTarget(text, table)),
  };
}

/** Reads `column` or `column:type`; a column's own name may hold colons. */
function readTarget(text: string, table: TableSummary): OwnDataAnswers['targets'][number] {
  const colon = text.lastIndexOf(':');
  const suffix = text.slice(colon + 1);
  if (colon > 0 && isTaskType(suffix)) return { column: text.slice(0, colon), type: suffix };
  const found = table.columns.find(({ name }) => name === text);
  if (!found) {
    const names = listed(table.columns.map(({ name }) => name));
    throw usageError(t`The table has no column '${text}'.`, t`Columns: ${names}.`);
  }
  if (!found.task) {
    throw usageError(
      t`No task type fits column '${text}': it is ${found.type}.`,
      t`Say the type yourself, for example --target ${text}:${taskTypes.join(t` or ${text}:`)}.`,
    );
  }
  return { column: text, type: found.task };
}

function isTaskType(text: string): text is ColumnTaskType {
  return taskTypes.some((type) => type === text);
}
