import * as vscode from 'vscode';
import { Commands } from './commands';
import { DashboardPanel } from './dashboard/dashboardPanel';
import { experimentCommands } from './experimentCommands';
import { installTensorflow } from './installTensorflow';
import { MetricsView } from './metrics/metricsView';
import { ShownRunSource } from './metrics/shownRun';
import { newExperiment } from './newExperiment/newExperiment';
import type { AskOptions } from './process/askTrainer';
import { runCommands } from './runCommands';
import { trainingSettings } from './settings';
import { TrainingController } from './training/trainingController';
import { ExperimentsTree } from './views/experimentsTree';
import { notifyOutcome } from './views/notifications';
import { runDirectories, RunsTree } from './views/runsTree';
import { StatusBar } from './views/statusBar';

/** What the tests of the extension look at; not an interface for other extensions. */
export interface ExtensionParts {
  readonly controller: TrainingController;
  readonly shown: ShownRunSource;
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
    void vscode.window.showErrorMessage(`MTL Lab could not start: ${String(error)}`);
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
  const controller = own(new TrainingController(modulePath, log, trainingSettings));
  const shown = own(new ShownRunSource(controller, context.workspaceState, log));
  own(new MetricsView(context.extensionUri, shown, controller, log));
  const experiments = own(new ExperimentsTree(controller));
  const runs = own(new RunsTree(controller, log));
  const dashboard = own(new DashboardPanel(context.extensionUri, log));
  const statusBar = own(new StatusBar(controller));
  own(
    controller.onDidChangeState(({ kind }) => {
      void vscode.commands.executeCommand('setContext', 'mtlLab.training', kind !== 'idle');
    }),
  );
  own(controller.onDidEnd((outcome) => void notifyOutcome(outcome, log)));
  own(
    new Commands(
      {
        ...experimentCommands(controller, experiments),
        ...runCommands(runs, shown),
        'mtlLab.newExperiment': async () => {
          await newExperiment(trainer);
          experiments.refresh();
        },
        'mtlLab.showMetrics': () => vscode.commands.executeCommand(`${MetricsView.id}.focus`),
        'mtlLab.compareRuns': (item, selected) => dashboard.show(runDirectories(item, selected)),
        'mtlLab.showLog': () => log.show(),
        'mtlLab.installBackend': () => installTensorflow(trainer),
      },
      log,
    ),
  );
  return { controller, shown, experiments, runs, statusBar, trainer };
}
