import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { nameAfterFile } from '../shared/experimentName';
import { t } from '../shared/l10n';
import { Disposable } from './disposable';
import { findExperiments } from './experimentFiles';
import { languageEnv } from './languageEnv';
import type { TrainingSettings } from './training/trainingJob';

export const taskType = 'mtl';

/** A task of `tasks.json`, as `taskDefinitions` of the manifest describes it. */
interface TrainTaskDefinition extends vscode.TaskDefinition {
  /** Path of the experiment file, relative to the workspace folder. */
  readonly experiment: string;
  /** Further arguments of `mtl-lab train`. */
  readonly args?: readonly string[];
}

/** Tasks that train an experiment by the command line in a terminal: one an experiment file. */
export class TrainTasks extends Disposable implements vscode.TaskProvider {
  /**
   * @param cliModule path of the built command line
   * @param settings read when a task is made
   */
  constructor(
    private readonly cliModule: string,
    private readonly settings: () => TrainingSettings,
  ) {
    super();
    this.register(vscode.tasks.registerTaskProvider(taskType, this));
  }

  async provideTasks(): Promise<vscode.Task[]> {
    const files = await findExperiments();
    return files.flatMap((uri) => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      const experiment = vscode.workspace.asRelativePath(uri, false);
      return folder ? [this.task(folder, { type: taskType, experiment })] : [];
    });
  }

  /** Completes a task that `tasks.json` defines. */
  resolveTask({ definition, scope }: vscode.Task): vscode.Task | undefined {
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    return folder && isTrainTask(definition) ? this.task(folder, definition) : undefined;
  }

  private task(folder: vscode.WorkspaceFolder, definition: TrainTaskDefinition): vscode.Task {
    const { experiment, args = [] } = definition;
    const file = vscode.Uri.joinPath(folder.uri, experiment).fsPath;
    const { backend, threads } = this.settings();
    const options = ['--backend', backend, '--threads', String(threads), ...args];
    const execution = new vscode.ProcessExecution(
      // The Node.js of VS Code itself: another one need not be installed.
      process.execPath,
      [this.cliModule, 'train', file, ...options],
      { cwd: dirname(file), env: { ...languageEnv(), ELECTRON_RUN_AS_NODE: '1' } },
    );
    const name = t`train ${nameAfterFile(experiment)}`;
    const task = new vscode.Task(definition, folder, name, taskType, execution, '$mtl-lab');
    task.detail = experiment;
    return task;
  }
}

function isTrainTask(definition: vscode.TaskDefinition): definition is TrainTaskDefinition {
  const { experiment, args = [] } = definition as Partial<Record<string, unknown>>;
  return typeof experiment === 'string' && Array.isArray(args);
}
