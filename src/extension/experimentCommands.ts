import * as vscode from 'vscode';
import { nameAfterFile } from '../shared/experimentName';
import { chooseExperiment, saveExperiment, uriOf } from './experimentFiles';
import { MetricsView } from './metrics/metricsView';
import type { PreviewSource } from './metrics/previewSource';
import { revealMetrics } from './settings';
import type { TrainingController } from './training/trainingController';
import type { ExperimentsTree } from './views/experimentsTree';
import { requireTrust } from './workspaceTrust';

type ExperimentCommandId =
  | 'mtlLab.train'
  | 'mtlLab.stop'
  | 'mtlLab.openExperiment'
  | 'mtlLab.showArchitecture'
  | 'mtlLab.removeFromQueue'
  | 'mtlLab.refreshExperiments';
type Handler = (argument: unknown) => unknown;

/** The commands that train and open experiments. */
export function experimentCommands(
  controller: TrainingController,
  experiments: ExperimentsTree,
  preview: PreviewSource,
): Readonly<Record<ExperimentCommandId, Handler>> {
  return {
    'mtlLab.train': (argument) => train(controller, uriOf(argument)),
    'mtlLab.stop': () => controller.stop(),
    'mtlLab.openExperiment': async (argument) => {
      const uri = uriOf(argument);
      if (uri) await vscode.window.showTextDocument(uri);
    },
    'mtlLab.showArchitecture': (argument) => showArchitecture(preview, uriOf(argument)),
    'mtlLab.removeFromQueue': (argument) => {
      const uri = uriOf(argument);
      if (uri) controller.removeFromQueue(uri.fsPath);
    },
    'mtlLab.refreshExperiments': () => experiments.refresh(),
  };
}

/** Shows what the given experiment, or the one a person means, would train. */
async function showArchitecture(preview: PreviewSource, given?: vscode.Uri): Promise<void> {
  if (!requireTrust('Drawing the architecture')) return;
  const chosen = given ?? (await chooseExperiment('Show Architecture'));
  if (!chosen) return;
  await preview.show(chosen);
  await vscode.commands.executeCommand(`${MetricsView.id}.focus`);
}

/** Trains the given experiment, or the one a person means; saves it first. */
async function train(controller: TrainingController, given?: vscode.Uri): Promise<void> {
  if (!requireTrust('Training')) return;
  const chosen = given ?? (await chooseExperiment('Train Multi-Task Model'));
  const saved = chosen && (await saveExperiment(chosen));
  if (!saved) return;
  if (controller.train(saved.fsPath) === 'started') {
    const focus = `${MetricsView.id}.focus`;
    if (revealMetrics()) await vscode.commands.executeCommand(focus, { preserveFocus: true });
    return;
  }
  const { state } = controller;
  if (state.kind === 'idle') return;
  const [first, then] = [state.experiment, saved.fsPath].map(nameAfterFile);
  void vscode.window.showInformationMessage(`'${then}' is queued: it starts after '${first}'.`);
}
