import * as vscode from 'vscode';
import { nameAfterFile } from '../shared/experimentName';
import { chooseExperiment, saveExperiment, uriOf } from './experimentFiles';
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
  | 'mtlLab.openExperiment'
  | 'mtlLab.removeFromQueue'
  | 'mtlLab.moveUpInQueue'
  | 'mtlLab.moveDownInQueue'
  | 'mtlLab.refreshExperiments';
type Handler = (argument: unknown) => unknown;

/** The commands that train and open experiments. */
export function experimentCommands(
  controller: TrainingController,
  experiments: ExperimentsTree,
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
    'mtlLab.openExperiment': async (argument) => {
      const uri = uriOf(argument);
      if (uri) await vscode.window.showTextDocument(uri);
    },
    'mtlLab.removeFromQueue': onWaiting((order) => controller.removeFromQueue(order)),
    'mtlLab.moveUpInQueue': onWaiting((order) => controller.moveInQueue(order, -1)),
    'mtlLab.moveDownInQueue': onWaiting((order) => controller.moveInQueue(order, 1)),
    'mtlLab.refreshExperiments': () => experiments.refresh(),
  };
}

/** Trains the given experiment, or the one a person means; saves it first. */
async function train(controller: TrainingController, given?: vscode.Uri): Promise<void> {
  if (!requireTrust('Training')) return;
  const chosen = given ?? (await chooseExperiment());
  const saved = chosen && (await saveExperiment(chosen));
  if (saved) trainOrQueue(controller, { experiment: saved.fsPath });
}

/** Starts a training, or queues it and says so. */
export function trainOrQueue(controller: TrainingController, order: TrainingOrder): void {
  if (controller.train(order) === 'started') return;
  const { state } = controller;
  if (state.kind === 'idle') return;
  const [first, then] = [state.experiment, order.experiment].map(nameAfterFile);
  void vscode.window.showInformationMessage(`'${then}' is queued: it starts after '${first}'.`);
}
