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
