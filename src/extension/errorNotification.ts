import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { explainFileError, fileError } from '../runs/fileErrors';
import { toErrorReport, type ErrorReport, type SourceLocation } from '../shared/errors';
import { t } from '../shared/l10n';
import { errorText } from './errorText';
import { isExperimentFile } from './experimentFiles';

/** A button of a notification. */
interface Action {
  readonly label: string;
  readonly run: () => unknown;
}

/**
 * Shows an error with its hint, and buttons that lead to what can be done about it and to the log.
 * @param experiment path of the experiment file that error locations are relative to
 */
export async function showError(
  error: ErrorReport,
  log: vscode.LogOutputChannel,
  experiment?: string,
): Promise<void> {
  const actions = [...remedies(error, experiment), { label: t`Show Log`, run: () => log.show() }];
  const chosen = await vscode.window.showErrorMessage(
    errorText(error),
    ...actions.map(({ label }) => label),
  );
  try {
    await actions.find(({ label }) => label === chosen)?.run();
  } catch (thrown) {
    await showThrown(thrown, log);
  }
}

/** Shows what a command or a page failed with, whatever it is, and logs it. */
export async function showThrown(thrown: unknown, log: vscode.LogOutputChannel): Promise<void> {
  log.error(thrown instanceof Error ? thrown : String(thrown));
  const explained =
    thrown instanceof vscode.FileSystemError ? fileError(thrown) : explainFileError(thrown);
  await showError(toErrorReport(explained), log);
}

function remedies({ kind, code, location }: ErrorReport, experiment?: string): readonly Action[] {
  // A file that could not be used cannot be opened, either.
  if (location && code !== 'file-system') {
    const isExperiment = isExperimentFile(vscode.Uri.file(location.file));
    const label = isExperiment ? t`Open Experiment` : t`Open File`;
    return [{ label, run: () => openLocation(location, experiment) }];
  }
  if (kind === 'backend') return backendRemedies;
  return [];
}

const backendRemedies: readonly Action[] = [
  {
    label: t`Choose Backend`,
    run: openBackendSetting,
  },
  {
    label: t`Install TensorFlow`,
    run: () => vscode.commands.executeCommand('mtlLab.installBackend'),
  },
];

/**
 * Opens a file with the cursor at a location.
 * @throws Error of the file system when it is not there
 */
export async function openLocation(location: SourceLocation, experiment?: string): Promise<void> {
  const { uri, range } = openedLocation(location, experiment);
  await access(uri.fsPath);
  await vscode.window.showTextDocument(uri, { selection: range });
}

/** A location as VS Code says it. @param experiment as for {@link showError} */
export function openedLocation(location: SourceLocation, experiment?: string): vscode.Location {
  const file = experiment ? resolve(dirname(experiment), location.file) : location.file;
  const position = new vscode.Position((location.line ?? 1) - 1, (location.column ?? 1) - 1);
  return new vscode.Location(vscode.Uri.file(file), position);
}

/** The setting belongs to the machine that trains; its page shows those of one machine at a time. */
export function openBackendSetting(): Thenable<unknown> {
  const whose = vscode.env.remoteName === undefined ? '' : 'Remote';
  const query = 'mtlLab.backend';
  return vscode.commands.executeCommand(`workbench.action.open${whose}Settings`, { query });
}
