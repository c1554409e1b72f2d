import * as vscode from 'vscode';
import { showError } from '../errorNotification';
import { notifiesWhenDone } from '../settings';
import type { TrainingOutcome } from '../training/trainingState';
import { completionText } from './statusText';

/** Tells how a training came out; a run that the person stopped needs no telling. */
export async function notifyOutcome(
  outcome: TrainingOutcome,
  log: vscode.LogOutputChannel,
): Promise<void> {
  if (outcome.kind === 'cancelled') return;
  const error = outcome.kind === 'refused' ? outcome.error : outcome.record.run.error;
  if (error) return showError(error, log, outcome.experiment);
  if (outcome.kind !== 'ended' || outcome.record.run.status !== 'completed') return;
  if (!notifiesWhenDone()) return;
  const showMetrics = 'Show Metrics';
  const chosen = await vscode.window.showInformationMessage(
    completionText(outcome.record),
    showMetrics,
  );
  if (chosen === showMetrics) await vscode.commands.executeCommand('mtlLab.showMetrics');
}
