import * as vscode from 'vscode';
import { runFiles } from '../runs/runFiles';
import { restoreRun, trashRun } from '../runs/trash';
import { t } from '../shared/l10n';
import { formatCount } from '../shared/numberText';
import { isResumable } from '../shared/run';
import { runTitle } from '../shared/runNotes';
import { openLocation, showThrown } from './errorNotification';
import { trainOrQueue } from './experimentCommands';
import { MetricsView } from './metrics/metricsView';
import type { ShownRunSource } from './metrics/shownRun';
import type { AskOptions } from './process/askTrainer';
import type { ListedRun } from './runFolders';
import { runHandler, runsHandler, type Handler, type RunCondition } from './runHandlers';
import type { TrainingController } from './training/trainingController';
import type { UsedExperiments } from './usedExperiment';
import { tryModel } from './tryModel/tryModel';
import { RunItem, type RunsTree } from './views/runsTree';
import { requireTrust } from './workspaceTrust';

type RunCommandId =
  | 'mtlLab.showRun'
  | 'mtlLab.openRun'
  | 'mtlLab.openRunExperiment'
  | 'mtlLab.openUsedExperiment'
  | 'mtlLab.compareUsedExperiment'
  | 'mtlLab.tryModel'
  | 'mtlLab.trainAgain'
  | 'mtlLab.resumeRun'
  | 'mtlLab.revealRun'
  | 'mtlLab.deleteRun';

interface RunCommandParts {
  readonly controller: TrainingController;
  readonly runs: RunsTree;
  readonly shown: ShownRunSource;
  readonly used: UsedExperiments;
  readonly trainer: AskOptions;
  readonly log: vscode.LogOutputChannel;
}

/** The commands on a run. */
export function runCommands(parts: RunCommandParts): Readonly<Record<RunCommandId, Handler>> {
  const { controller, runs, shown, used } = parts;
  const on = (
    title: string,
    handle: (found: ListedRun) => unknown,
    condition?: RunCondition,
  ): Handler => runHandler(runs, title, handle, condition);
  return {
    'mtlLab.showRun': on(t`Show Run in Metrics`, async ({ directory }) => {
      await shown.show(directory);
      await vscode.commands.executeCommand(`${MetricsView.id}.focus`);
    }),
    'mtlLab.openRun': on(t`Open Run Record`, ({ directory }) =>
      openLocation({ file: runFiles(directory).run }),
    ),
    'mtlLab.openRunExperiment': on(t`Open Experiment of Run`, ({ run }) =>
      openLocation({ file: run.experimentFile }),
    ),
    'mtlLab.openUsedExperiment': on(t`Open Experiment As Used`, (found) => used.open(found)),
    'mtlLab.compareUsedExperiment': on(t`Compare Experiment with File`, (found) =>
      used.compare(found),
    ),
    'mtlLab.tryModel': (item) => tryItem(item, parts),
    'mtlLab.trainAgain': on(t`Train Again`, (found) => train(controller, found, false)),
    'mtlLab.resumeRun': on(t`Resume Run`, (found) => train(controller, found, true), {
      holds: ({ run }) => isResumable(run),
      otherwise: t`There is nothing to resume: only a run that was stopped or failed goes on.`,
    }),
    'mtlLab.revealRun': on(t`Reveal Run Folder`, ({ directory }) => reveal(directory)),
    'mtlLab.deleteRun': runsHandler(runs, t`Delete Run`, (found) => remove(parts, found), {
      holds: ({ run }) => run.status !== 'running',
      otherwise: t`There is nothing to delete: a run that trains has to end first.`,
    }),
  };
}

/** Tries the model of an item, or without one that of the run that is shown. */
async function tryItem(item: unknown, { shown, trainer }: RunCommandParts): Promise<void> {
  if (!requireTrust(t`Trying a model`)) return;
  await shown.restore();
  const found = item instanceof RunItem ? item.found : shown.current;
  if (found) await tryModel(found, trainer);
  else
    void vscode.window.showInformationMessage(t`There is no run yet whose model could be tried.`);
}

/** Trains with the experiment as the run used it: anew, or on from where the run ended. */
async function train(
  controller: TrainingController,
  { directory: asIn, run }: ListedRun,
  resume: boolean,
): Promise<void> {
  if (!requireTrust(t`Training`)) return;
  await trainOrQueue(controller, { experiment: run.experimentFile, asIn, resume });
}

/** Shows a run directory in the system's file manager, or in the Explorer where that is remote. */
async function reveal(directory: string): Promise<void> {
  const run = vscode.Uri.file(runFiles(directory).run);
  const isRemote = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  await vscode.commands.executeCommand(isRemote ? 'revealInExplorer' : 'revealFileInOS', run);
}

/** A run that was deleted, and where its directory is until it goes for good. */
interface DeletedRun {
  readonly found: ListedRun;
  readonly place: string;
}

/** Deletes runs so that they can be brought back; of those before one that cannot be deleted, too. */
async function remove(
  { shown, runs, log }: RunCommandParts,
  found: readonly ListedRun[],
): Promise<void> {
  const deleted: DeletedRun[] = [];
  try {
    for (const run of found) {
      deleted.push({ found: run, place: await trashRun(run.directory) });
      shown.forget(run.directory);
    }
  } finally {
    runs.refresh();
    if (deleted.length > 0)
      offerUndo(deleted, runs).catch((error: unknown) => showThrown(error, log));
  }
}

async function offerUndo(deleted: readonly DeletedRun[], runs: RunsTree): Promise<void> {
  const undo = t`Undo`;
  const [first, ...others] = deleted.map(({ found }) => runTitle(found));
  const text =
    first !== undefined && others.length === 0
      ? t`The run '${first}' is deleted.`
      : t`${formatCount(deleted.length)} runs are deleted.`;
  if ((await vscode.window.showInformationMessage(text, undo)) !== undo) return;
  try {
    for (const { found, place } of deleted) await restoreRun(place, found.directory);
  } finally {
    runs.refresh();
  }
}
