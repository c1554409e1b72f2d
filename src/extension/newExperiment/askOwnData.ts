import * as vscode from 'vscode';
import { toExperimentName } from '../../shared/experimentName';
import { t } from '../../shared/l10n';
import type { OwnDataAnswers, TableSummary } from '../../shared/scaffold';
import { inspectTable, type AskOptions } from '../process/askTrainer';
import { targetItems, tableName } from './tableText';
import { withTrainer } from '../withTrainer';

const tableGlob = '**/*.{csv,tsv,jsonl,csv.gz,tsv.gz,jsonl.gz,parquet}';
const notTables = '**/{node_modules,.mtl}/**';
const tableExtensions = ['csv', 'tsv', 'jsonl', 'gz', 'parquet'];
const mostTables = 200;

/** Asks for a table, the columns to predict and a name. @returns undefined when cancelled */
export async function askOwnData(
  trainer: AskOptions,
  title: string,
): Promise<OwnDataAnswers | undefined> {
  const dataFile = await askTable(title);
  if (dataFile === undefined) return undefined;
  const table = await withTrainer(trainer, t`Reading the columns`, (options) =>
    inspectTable(options, dataFile),
  );
  const targets = table && (await askTargets(title, table));
  if (!targets) return undefined;
  const name = await vscode.window.showInputBox({
    title,
    prompt: t`Name of the experiment`,
    value: tableName(dataFile),
    validateInput: (text) =>
      toExperimentName(text) === text
        ? undefined
        : t`Letters, digits, spaces, ".", "_" and "-", please.`,
  });
  return name === undefined ? undefined : { dataFile, name, targets };
}

async function askTable(title: string): Promise<string | undefined> {
  const found = await vscode.workspace.findFiles(tableGlob, notTables, mostTables);
  const browse = { label: t`$(folder-opened) Browse…`, uri: undefined };
  const items = found
    .sort((a, b) => a.path.localeCompare(b.path))
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const picked = await vscode.window.showQuickPick([...items, browse], {
    title,
    placeHolder: t`The table with your data: CSV, TSV or JSON Lines, gzipped or not, or Parquet`,
  });
  if (!picked) return undefined;
  if (picked.uri) return picked.uri.fsPath;
  const chosen = await vscode.window.showOpenDialog({
    title,
    filters: { [t`Tables`]: tableExtensions },
  });
  return chosen?.[0]?.fsPath;
}

async function askTargets(
  title: string,
  table: TableSummary,
): Promise<OwnDataAnswers['targets'] | undefined> {
  const items = targetItems(table);
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: t`The columns to predict, one task each`,
    canPickMany: true,
    matchOnDescription: true,
  });
  if (!picked) return undefined;
  return picked.length > 0
    ? picked.map(({ target }) => target)
    : askTargets(t`${title}: choose at least one column`, table);
}
