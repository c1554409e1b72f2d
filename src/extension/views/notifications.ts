import * as vscode from 'vscode';
import { listed, t } from '../../shared/l10n';
import { showError } from '../errorNotification';
import { notifyWhenDone } from '../settings';
import { namesOf, type TrainingOrder, type TrainingOutcome } from '../training/trainingState';
import { completionText } from './statusText';

/**
 * Tells how a training came out: what failed always, success as the settings say; a run that the
 * person stopped needs no telling.
 * @param isWatched whether the person sees the run's end without being told
 */
export async function notifyOutcome(
  outcome: TrainingOutcome,
  log: vscode.LogOutputChannel,
  isWatched: boolean,
): Promise<void> {
  if (outcome.kind === 'cancelled') return;
  const error = outcome.kind === 'refused' ? outcome.error : outcome.record.run.error;
  if (error) return showError(error, log, outcome.experiment);
  if (outcome.kind !== 'ended' || outcome.record.run.status !== 'completed') return;
  const when = notifyWhenDone();
  if (when === 'never' || (when === 'unwatched' && isWatched)) return;
  const showMetrics = t`Show Metrics`;
  const chosen = await vscode.window.showInformationMessage(
    completionText(outcome.record),
    showMetrics,
  );
  if (chosen === showMetrics) await vscode.commands.executeCommand('mtlLab.showMetrics');
}

/** Offers to train what waited for a run that ended while the window was closed. */
export async function offerWaiting(
  orders: readonly TrainingOrder[],
  begin: (order: TrainingOrder) => void,
): Promise<void> {
  if (orders.length === 0) return;
  const train = t`Train`;
  const chosen = await vscode.window.showInformationMessage(
    t`Asked for before the window was closed, and not trained yet: ${listed(namesOf(orders))}.`,
    train,
  );
  if (chosen === train) orders.forEach(begin);
}
