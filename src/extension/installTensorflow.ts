import * as vscode from 'vscode';
import { t } from '../shared/l10n';
import { withTrainer } from './withTrainer';
import { installBackend, type AskOptions } from './process/askTrainer';

/** Makes the backend tfjs-node usable, with progress; cancelling leaves nothing behind. */
export async function installTensorflow(trainer: AskOptions): Promise<void> {
  const title = t`Installing TensorFlow`;
  const version = await withTrainer(trainer, title, (options) => installBackend(options));
  if (version === undefined) return;
  const text = t`TensorFlow (tfjs-node ${version}) is installed. Runs use it, unless the setting "mtlLab.backend" says otherwise.`;
  void vscode.window.showInformationMessage(text);
}
