import * as vscode from 'vscode';
import type { FoundRun } from '../../runs/readRun';
import type { RunStatus } from '../../shared/run';
import { Disposable } from '../disposable';
import { findRuns, runGlob } from '../runFolders';
import { formatStart, formatTasks } from '../runText';
import type { TrainingController } from '../training/trainingController';
import { runTooltip } from './runTooltip';

const icons: Readonly<Record<RunStatus, vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('loading~spin'),
  completed: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  stopped: new vscode.ThemeIcon('circle-slash'),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
};
/** Milliseconds in which several changed files make one refresh. */
const refreshDelay = 200;

/** A run directory of the workspace. */
export class RunItem extends vscode.TreeItem {
  constructor(readonly found: FoundRun) {
    const { directory, run } = found;
    const best = formatTasks(run.experiment, run.summary?.best);
    const details = [formatStart(run), best].filter((part) => part !== '').join(' · ');
    super(run.experiment.name);
    this.id = directory;
    this.description = details;
    this.tooltip = new vscode.MarkdownString(runTooltip(found));
    this.iconPath = icons[run.status];
    this.contextValue = run.status === 'running' ? 'run.running' : 'run';
    this.accessibilityInformation = {
      label: `run of ${run.experiment.name}, ${run.status}, ${details}`,
    };
    this.command = { command: 'mtlLab.showRun', title: 'Show in Metrics', arguments: [this] };
  }
}

/** The directories of the runs that a command is for: of the item, or of all that are selected. */
export function runDirectories(item: unknown, selected: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(selected) ? selected : [item];
  return items.flatMap((each) => (each instanceof RunItem ? [each.found.directory] : []));
}

/** The runs of the workspace, newest first. */
export class RunsTree extends Disposable implements vscode.TreeDataProvider<RunItem> {
  private readonly changed = this.register(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    controller: TrainingController,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    const options = { treeDataProvider: this, canSelectMany: true };
    this.register(vscode.window.createTreeView('mtlLab.runs', options));
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(runGlob));
    this.register(watcher.onDidCreate(() => this.refresh()));
    this.register(watcher.onDidChange(() => this.refresh()));
    this.register(watcher.onDidDelete(() => this.refresh()));
    this.register(controller.onDidChangeState(() => this.refresh()));
    this.register(controller.onDidEnd(() => this.refresh()));
  }

  refresh(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.changed.fire(undefined);
    }, refreshDelay);
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  getTreeItem(item: RunItem): vscode.TreeItem {
    return item;
  }

  async getChildren(parent?: RunItem): Promise<RunItem[]> {
    if (parent) return [];
    const skip = (directory: string, reason: string): void =>
      this.log.info(`not listed: ${directory}: ${reason}`);
    return (await findRuns(skip)).flatMap((found) => {
      try {
        return [new RunItem(found)];
      } catch (error) {
        skip(found.directory, String(error));
        return [];
      }
    });
  }
}
