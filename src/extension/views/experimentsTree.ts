import { posix } from 'node:path';
import * as vscode from 'vscode';
import { nameAfterFile } from '../../shared/experimentName';
import { t } from '../../shared/l10n';
import { statusWord } from '../../shared/words';
import { Disposable } from '../disposable';
import { experimentGlob, findExperiments } from '../experimentFiles';
import type { TrainingController } from '../training/trainingController';
import { liveRecord } from '../training/trainingState';

type ExperimentState = 'idle' | 'running' | 'paused' | 'queued';

const looks: Readonly<Record<ExperimentState, { icon: string; context: string; says: string }>> = {
  idle: { icon: 'beaker', context: 'experiment', says: '' },
  running: { icon: 'loading~spin', context: 'experiment.running', says: statusWord('running') },
  paused: { icon: 'debug-pause', context: 'experiment.running', says: t`paused` },
  queued: { icon: 'clock', context: 'experiment.queued', says: t`queued` },
};

/** An experiment of the workspace, with what the trainer does with it. */
export class ExperimentItem extends vscode.TreeItem {
  constructor(
    readonly uri: vscode.Uri,
    readonly state: ExperimentState,
    /** In the queue, counted from 1. */
    readonly place: number,
    /** Whether no other experiment has its name: then a folder of the same name says nothing. */
    isOnly: boolean,
  ) {
    const name = nameAfterFile(uri.path);
    const { icon, context, says: word } = looks[state];
    const says = place > 0 ? `${word} ${place}` : word;
    const folder = posix.dirname(vscode.workspace.asRelativePath(uri));
    super(name);
    this.id = uri.toString();
    const redundant = ['', '.', ...(isOnly ? [name] : [])];
    this.description = [says, folder].filter((part) => !redundant.includes(part)).join(' · ');
    this.tooltip = uri.fsPath;
    this.iconPath = new vscode.ThemeIcon(icon);
    this.contextValue = context;
    this.accessibilityInformation = { label: t`experiment ${name} ${says}`.trim() };
    this.command = {
      command: 'mtlLab.openExperiment',
      title: t`Open Experiment`,
      arguments: [uri],
    };
  }
}

/** The experiments of the workspace, by path. */
export class ExperimentsTree extends Disposable implements vscode.TreeDataProvider<ExperimentItem> {
  private readonly changed = this.register(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly controller: TrainingController) {
    super();
    this.register(vscode.window.registerTreeDataProvider('mtlLab.experiments', this));
    const watcher = this.register(
      vscode.workspace.createFileSystemWatcher(experimentGlob, false, true, false),
    );
    this.register(watcher.onDidCreate(() => this.refresh()));
    this.register(watcher.onDidDelete(() => this.refresh()));
    this.register(controller.onDidChangeState(() => this.refresh()));
    this.register(controller.onDidChangeQueue(() => this.refresh()));
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  getTreeItem(item: ExperimentItem): vscode.TreeItem {
    return item;
  }

  async getChildren(parent?: ExperimentItem): Promise<ExperimentItem[]> {
    if (parent) return [];
    const files = await findExperiments();
    const names = files.map(({ path }) => nameAfterFile(path));
    return files.map((uri, index) => {
      const isOnly = names.filter((name) => name === names[index]).length === 1;
      const file = uri.fsPath;
      return new ExperimentItem(uri, this.stateOf(file), this.placeOf(file), isOnly);
    });
  }

  private stateOf(file: string): ExperimentState {
    const { state } = this.controller;
    if (state.kind !== 'idle' && state.experiment === file) {
      return liveRecord(state)?.run.paused ? 'paused' : 'running';
    }
    return this.placeOf(file) > 0 ? 'queued' : 'idle';
  }

  private placeOf(file: string): number {
    return this.controller.queue.findIndex(({ experiment }) => experiment === file) + 1;
  }
}
