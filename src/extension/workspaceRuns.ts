import { watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from './disposable';
import { findRuns, listedFiles, watchedGlob, type ListedRun } from './runFolders';
import type { TrainingController } from './training/trainingController';

/**
 * The runs of the workspace, and when they may be others. On Linux, VS Code's watcher may never see into
 * folders that are made at once with the one around them, as the first run's are; so the folders of
 * the runs that were found are watched here as well.
 */
export class WorkspaceRuns extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;
  private readonly folders = new Map<string, FSWatcher>();

  constructor(controller: TrainingController) {
    super();
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(watchedGlob));
    const { onDidCreate, onDidChange, onDidDelete } = watcher;
    const { onDidChangeState, onDidEnd } = controller;
    for (const event of [onDidCreate, onDidChange, onDidDelete, onDidChangeState, onDidEnd]) {
      this.register(event(() => this.changed.fire()));
    }
  }

  /** As `findRuns`. */
  async find(skip: (directory: string, reason: string) => void): Promise<ListedRun[]> {
    const runs = await findRuns(skip);
    // Once more, for what happened before the new folders were watched.
    return this.follow(runs) ? findRuns(skip) : runs;
  }

  /** @returns whether there are folders that were not watched before */
  private follow(runs: readonly ListedRun[]): boolean {
    const running = runs.filter(({ run }) => run.status === 'running');
    const folders = new Map<string, (name: string | null) => boolean>([
      ...runs.map(({ directory }) => [dirname(directory), () => true] as const),
      ...running.map(({ directory }) => [directory, isListedFile] as const),
    ]);
    for (const folder of this.folders.keys()) if (!folders.has(folder)) this.leave(folder);
    const added = [...folders].filter(([folder]) => !this.folders.has(folder));
    return added.filter(([folder, counts]) => this.watch(folder, counts)).length > 0;
  }

  override dispose(): void {
    [...this.folders.keys()].forEach((folder) => this.leave(folder));
    super.dispose();
  }

  /**
   * @param counts whether a change of what has this name is one of the list
   * @returns whether it can be watched; if it is gone, or there are too many, VS Code's watcher remains
   */
  private watch(folder: string, counts: (name: string | null) => boolean): boolean {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (counts(name)) this.changed.fire();
      });
      watcher.on('error', () => this.leave(folder));
      this.folders.set(folder, watcher);
      return true;
    } catch {
      return false;
    }
  }

  private leave(folder: string): void {
    this.folders.get(folder)?.close();
    this.folders.delete(folder);
  }
}

function isListedFile(name: string | null): boolean {
  return name === null || listedFiles.includes(name);
}
