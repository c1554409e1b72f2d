import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import type { TrainingController } from '../training/trainingController';
import { namesOf, type TrainingOutcome } from '../training/trainingState';
import { outcomeStatus, trainingStatus, type StatusText } from './statusText';

/** The status bar item: what trains, then the last result; hidden before the first training. */
export class StatusBar extends Disposable {
  readonly item = this.register(
    vscode.window.createStatusBarItem('mtlLab.status', vscode.StatusBarAlignment.Left),
  );
  private lastOutcome: TrainingOutcome | undefined;

  constructor(private readonly controller: TrainingController) {
    super();
    this.item.name = 'MTL Lab';
    this.item.command = 'mtlLab.showMetrics';
    this.register(controller.onDidChangeState(() => this.update()));
    this.register(controller.onDidReceiveEvents(() => this.update()));
    this.register(controller.onDidChangeQueue(() => this.update()));
    this.register(
      controller.onDidEnd((outcome) => {
        this.lastOutcome = outcome;
        this.update();
      }),
    );
  }

  private update(): void {
    const status = this.status();
    if (!status) return this.item.hide();
    const tooltip = new vscode.MarkdownString(status.tooltip, true);
    // Not a list of commands: with one, VS Code takes every tooltip for a new one, and takes away the
    // one under the mouse at each epoch. What is not ours in it is escaped.
    tooltip.isTrusted = true;
    this.item.text = status.text;
    this.item.tooltip = tooltip;
    this.item.show();
  }

  private status(): StatusText | undefined {
    const { state, queue } = this.controller;
    if (state.kind !== 'idle') return trainingStatus(state, namesOf(queue));
    return this.lastOutcome && outcomeStatus(this.lastOutcome);
  }
}
