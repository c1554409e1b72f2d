import * as vscode from 'vscode';
import type { BackendChoice } from '../shared/messages';
import type { TrainingSettings } from './training/trainingJob';

/** What the settings say; read before each training. */
export function trainingSettings(): TrainingSettings {
  const settings = vscode.workspace.getConfiguration('mtlLab');
  return {
    backend: settings.get<BackendChoice>('backend', 'auto'),
    threads: settings.get<number>('threads', 0) || 'auto',
  };
}

/** Whether a run that ends well is told: always, when nobody watches the Metrics view, or never. */
export type NotifyWhenDone = 'always' | 'unwatched' | 'never';

export function notifyWhenDone(): NotifyWhenDone {
  const settings = vscode.workspace.getConfiguration('mtlLab');
  return settings.get<NotifyWhenDone>('notifyWhenDone', 'always');
}

/** Whether the Metrics view is shown when a person starts a training. */
export function revealMetrics(): boolean {
  const settings = vscode.workspace.getConfiguration('mtlLab');
  return settings.get<boolean>('revealMetrics', true);
}
