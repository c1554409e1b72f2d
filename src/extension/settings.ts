import * as vscode from 'vscode';
import type { BackendChoice } from '../shared/messages';
import type { TrainingSettings } from './training/trainingJob';

/** How long a trainer waits for its window to come back from a reload. */
const reloadSeconds = 60;

/** What the settings say; read before each training. */
export function trainingSettings(): TrainingSettings {
  const settings = vscode.workspace.getConfiguration('mtlLab');
  return {
    backend: settings.get<BackendChoice>('backend', 'auto'),
    threads: settings.get<number>('threads', 0) || 'auto',
    graceSeconds: settings.get<boolean>('keepTraining', false) ? Infinity : reloadSeconds,
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
