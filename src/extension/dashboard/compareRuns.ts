import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { PickedRuns } from '../../shared/dashboardMessages';
import { nameAfterFile } from '../../shared/experimentName';
import { uriOf } from '../experimentFiles';
import { rowsMeant, type RunsTree } from '../views/runsTree';
import type { DashboardPanel } from './dashboardPanel';
import { t } from '../../shared/l10n';

/** More lines than this nobody tells apart; the others are in the table. */
const mostPicked = 10;

/**
 * Opens the dashboard: for an experiment with its newest runs alone, otherwise with the runs that
 * were picked in the tree.
 */
export async function compareRuns(
  dashboard: DashboardPanel,
  runs: RunsTree,
  item: unknown,
  selected: unknown,
): Promise<void> {
  const experiment = uriOf(item);
  if (!experiment) {
    const wanted = item === undefined ? runs.selected : selected;
    const picked = rowsMeant(item, wanted);
    return dashboard.show({ runs: picked.map(({ found }) => found.directory) });
  }
  const picked = await runsOf(experiment, runs);
  if (picked) return dashboard.show(picked);
  const name = nameAfterFile(experiment.path);
  const train = t`Train`;
  const chosen = await vscode.window.showInformationMessage(
    t`'${name}' has no runs to compare yet.`,
    train,
  );
  if (chosen === train) await vscode.commands.executeCommand('mtlLab.train', experiment);
}

async function runsOf(experiment: vscode.Uri, runs: RunsTree): Promise<PickedRuns | undefined> {
  const found = (await runs.all()).filter(({ run }) => run.experimentFile === experiment.fsPath);
  if (found.length === 0) return undefined;
  return {
    runs: found.slice(0, mostPicked).map(({ directory }) => directory),
    filter: posix.basename(experiment.path),
  };
}
