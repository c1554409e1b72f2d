import './displayLanguage';
import * as vscode from 'vscode';
import { t } from '../shared/l10n';
import { Commands } from './commands';
import type { CheckedDocuments } from './editor/checkedDocuments';
import { ExperimentEditor } from './editor/experimentEditor';
import { compareRuns } from './dashboard/compareRuns';
import { DashboardPanel } from './dashboard/dashboardPanel';
import { experimentCommands } from './experimentCommands';
import { installTensorflow } from './installTensorflow';
import { PreviewSource } from './metrics/previewSource';
import { MetricsView } from './metrics/metricsView';
import { RefusedTrainingSource } from './metrics/refusedTraining';
import { ShownRunSource } from './metrics/shownRun';
import type { AskOptions } from './process/askTrainer';
import { runCommands } from './runCommands';
import { runListCommands } from './runListCommands';
import { runNoteCommands } from './runNoteCommands';
import { trainingSettings } from './settings';
import { TrainTasks } from './trainTasks';
import { TrainingController } from './training/trainingController';
import { TrainingMemory } from './training/trainingMemory';
import { liveRecord, type TrainingState } from './training/trainingState';
import { UsedExperiments } from './usedExperiment';
import { ExperimentsTree } from './views/experimentsTree';
import { notifyOutcome, offerWaiting } from './views/notifications';
import { RunsTree } from './views/runsTree';
import { WorkspaceRuns } from './workspaceRuns';
import { StatusBar } from './views/statusBar';

/** What the tests of the extension look at; not an interface for other extensions. */
export interface ExtensionParts {
  readonly controller: TrainingController;
  readonly shown: ShownRunSource;
  readonly preview: PreviewSource;
  readonly documents: CheckedDocuments;
  readonly experiments: ExperimentsTree;
  readonly runs: RunsTree;
  readonly statusBar: StatusBar;
  readonly trainer: AskOptions;
}

/** Starts the extension; the editor itself does not tell people when that fails. */
export function activate(context: vscode.ExtensionContext): ExtensionParts {
  try {
    return build(context);
  } catch (error) {
    void vscode.window.showErrorMessage(t`MTL Lab could not start: ${String(error)}`);
    throw error;
  }
}

/** Nothing here waits or reads: views and commands do when they are used. */
function build(context: vscode.ExtensionContext): ExtensionParts {
  const log = vscode.window.createOutputChannel('MTL Lab', { log: true });
  const own = <Part extends vscode.Disposable>(part: Part): Part => {
    context.subscriptions.push(part);
    return part;
  };
  own(log);
  const modulePath = context.asAbsolutePath('dist/trainer.cjs');
  const trainer: AskOptions = { modulePath, onOutput: (line) => log.info(line) };
  const controller = own(
    new TrainingController(
      modulePath,
      log,
      trainingSettings,
      new TrainingMemory(context.workspaceState),
    ),
  );
  const shown = own(new ShownRunSource(controller, context.workspaceState, log));
  const editor = own(new ExperimentEditor(trainer, log));
  const preview = own(new PreviewSource(editor.documents));
  const refused = own(new RefusedTrainingSource(controller, editor.documents));
  const metrics = own(new MetricsView(context, shown, preview, refused, controller, log));
  const experiments = own(new ExperimentsTree(controller));
  const workspaceRuns = own(new WorkspaceRuns(controller));
  const runs = own(new RunsTree(workspaceRuns, context.workspaceState, log));
  const used = own(new UsedExperiments(trainer));
  const dashboard = own(new DashboardPanel(context.extensionUri, workspaceRuns, log));
  const statusBar = own(new StatusBar(controller));
  own(new TrainTasks(context.asAbsolutePath('dist/cli.cjs'), trainingSettings));
  own(controller.onDidChangeState(setTrainingContext));
  own(controller.onDidEnd((outcome) => void notifyOutcome(outcome, log, metrics.isWatched)));
  own(
    new Commands(
      {
        ...experimentCommands(controller, experiments, preview, trainer),
        ...runCommands({ controller, runs, shown, used, trainer, log }),
        ...runListCommands(runs),
        ...runNoteCommands(runs),
        'mtlLab.showMetrics': () => vscode.commands.executeCommand(`${MetricsView.id}.focus`),
        'mtlLab.compareRuns': (item, selected) => compareRuns(dashboard, runs, item, selected),
        'mtlLab.showLog': () => log.show(),
        'mtlLab.installBackend': () => installTensorflow(trainer),
      },
      log,
    ),
  );
  if (vscode.workspace.isTrusted) void rejoin(controller);
  return {
    controller,
    shown,
    preview,
    documents: editor.documents,
    experiments,
    runs,
    statusBar,
    trainer,
  };
}

async function rejoin(controller: TrainingController): Promise<void> {
  await offerWaiting(await controller.rejoin(), (order) => controller.train(order));
}

function setTrainingContext(state: TrainingState): void {
  setContext('mtlLab.training', state.kind !== 'idle');
  setContext('mtlLab.paused', liveRecord(state)?.run.paused === true);
}

/** What the conditions of menus and commands look at. */
function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
