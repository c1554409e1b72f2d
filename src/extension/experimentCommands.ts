import * as vscode from 'vscode';
import { nameAfterFile } from '../shared/experimentName';
import { t } from '../shared/l10n';
import { chooseExperiment, saveExperiment, uriOf } from './experimentFiles';
import { MetricsView } from './metrics/metricsView';
import type { PreviewSource } from './metrics/previewSource';
import { newExperiment } from './newExperiment/newExperiment';
import type { AskOptions } from './process/askTrainer';
import { revealMetrics } from './settings';
import type { TrainingController } from './training/trainingController';
import type { TrainingOrder } from './training/trainingState';
import type { ExperimentsTree } from './views/experimentsTree';
import { requireTrust } from './workspaceTrust';

type ExperimentCommandId =
  | 'mtlLab.train'
  | 'mtlLab.stop'
  | 'mtlLab.pause'
  | 'mtlLab.step'
  | 'mtlLab.continue'
  | 'mtlLab.newExperiment'
  | 'mtlLab.openExperiment'
  | 'mtlLab.showArchitecture'
  | 'mtlLab.removeFromQueue'
  | 'mtlLab.moveUpInQueue'
  | 'mtlLab.moveDownInQueue'
  | 'mtlLab.refreshExperiments';
type Handler = (argument: unknown) => unknown;

/** The commands that create, open and train experiments. */
export function experimentCommands(
  controller: TrainingController,
  experiments: ExperimentsTree,
  preview: PreviewSource,
  trainer: AskOptions,
): Readonly<Record<ExperimentCommandId, Handler>> {
  const onWaiting =
    (handle: (order: TrainingOrder) => void): Handler =>
    (argument) => {
      const file = uriOf(argument)?.fsPath;
      const order = controller.queue.find(({ experiment }) => experiment === file);
      if (order) handle(order);
    };
  return {
    'mtlLab.train': (argument) => train(controller, uriOf(argument)),
    'mtlLab.stop': () => controller.act('stop'),
    'mtlLab.pause': () => controller.act('pause'),
    'mtlLab.step': () => controller.act('step'),
    'mtlLab.continue': () => controller.act('continue'),
    'mtlLab.newExperiment': async () => {
      await newExperiment(trainer);
      experiments.refresh();
    },
    'mtlLab.openExperiment': async (argument) => {
      const uri = uriOf(argument);
      if (uri) await vscode.window.showTextDocument(uri);
    },
    'mtlLab.showArchitecture': (argument) => showArchitecture(preview, uriOf(argument)),
    'mtlLab.removeFromQueue': onWaiting((order) => controller.removeFromQueue(order)),
    'mtlLab.moveUpInQueue': onWaiting((order) => controller.moveInQueue(order, -1)),
    'mtlLab.moveDownInQueue': onWaiting((order) => controller.moveInQueue(order, 1)),
    'mtlLab.refreshExperiments': () => experiments.refresh(),
  };
}

/** Shows what the given experiment, or the one a person means, would train. */
async function showArchitecture(preview: PreviewSource, given?: vscode.Uri): Promise<void> {
  if (!requireTrust(t`Drawing the architecture`)) return;
  const chosen = given ?? (await chooseExperiment(t`Show Architecture`));
  if (!chosen) return;
  await preview.show(chosen);
  await vscode.commands.executeCommand(`${MetricsView.id}.focus`);
}

/** Trains the given experiment, or the one a person means; saves it first. */
async function train(controller: TrainingController, given?: vscode.Uri): Promise<void> {
  if (!requireTrust(t`Training`)) return;
  const chosen = given ?? (await chooseExperiment(t`Train Multi-Task Model`));
  const saved = chosen && (await saveExperiment(chosen));
  if (saved) await trainOrQueue(controller, { experiment: saved.fsPath });
}

/** Starts a training and shows it, or queues it and says so. */
export async function trainOrQueue(
  controller: TrainingController,
  order: TrainingOrder,
): Promise<void> {
  if (controller.train(order) === 'started') {
    const focus = `${MetricsView.id}.focus`;
    if (revealMetrics()) await vscode.commands.executeCommand(focus, { preserveFocus: true });
    return;
  }
  const { state } = controller;
  if (state.kind === 'idle') return;
  const [first, then] = [nameAfterFile(state.experiment), nameAfterFile(order.experiment)];
  void vscode.window.showInformationMessage(t`'${then}' is queued: it starts after '${first}'.`);
}
