import * as vscode from 'vscode';
import { deleteRun } from '../runs/readRun';
import { runFiles } from '../runs/runFiles';
import { openLocation } from './errorNotification';
import { MetricsView } from './metrics/metricsView';
import type { ShownRunSource } from './metrics/shownRun';
import { RunItem, type RunsTree } from './views/runsTree';

type RunCommandId =
  | 'mtlLab.showRun'
  | 'mtlLab.openRun'
  | 'mtlLab.openRunExperiment'
  | 'mtlLab.revealRun'
  | 'mtlLab.deleteRun'
  | 'mtlLab.refreshRuns';
type Handler = (argument: unknown) => unknown;

/** The commands of an item in the Runs view. */
export function runCommands(
  runs: RunsTree,
  shown: ShownRunSource,
): Readonly<Record<RunCommandId, Handler>> {
  const onRun =
    (handle: (item: RunItem) => Promise<unknown>): Handler =>
    (argument) =>
      argument instanceof RunItem ? handle(argument) : undefined;
  return {
    'mtlLab.showRun': onRun(async ({ found }) => {
      await shown.show(found.directory);
      await vscode.commands.executeCommand(`${MetricsView.id}.focus`);
    }),
    'mtlLab.openRun': onRun(({ found }) => openLocation({ file: runFiles(found.directory).run })),
    'mtlLab.openRunExperiment': onRun(({ found }) =>
      openLocation({ file: found.run.experimentFile }),
    ),
    'mtlLab.revealRun': onRun(({ found }) => reveal(found.directory)),
    'mtlLab.deleteRun': onRun(async ({ found }) => {
      if (!(await confirmDelete(found.run.id, found.directory))) return;
      await deleteRun(found.directory);
      shown.forget(found.directory);
      runs.refresh();
    }),
    'mtlLab.refreshRuns': () => runs.refresh(),
  };
}

/** Shows a run directory in the system's file manager, or in the Explorer where that is remote. */
async function reveal(directory: string): Promise<void> {
  const run = vscode.Uri.file(runFiles(directory).run);
  const isRemote = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  await vscode.commands.executeCommand(isRemote ? 'revealInExplorer' : 'revealFileInOS', run);
}

async function confirmDelete(id: string, directory: string): Promise<boolean> {
  const confirm = 'Delete';
  const chosen = await vscode.window.showWarningMessage(
    `Delete the run ${id}?`,
    { modal: true, detail: `Its metrics and weights are gone for good:\n${directory}` },
    confirm,
  );
  return chosen === confirm;
}
