import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { ErrorReport, SourceLocation } from '../shared/errors';
import { errorText } from './errorText';
import { isExperimentFile } from './experimentFiles';

const showLog = 'Show Log';

/**
 * Shows an error with its hint, and buttons that lead to the log and to the place in the file.
 * @param experiment path of the experiment file that error locations are relative to
 */
export async function showError(
  error: ErrorReport,
  log: vscode.LogOutputChannel,
  experiment?: string,
): Promise<void> {
  const { location } = error;
  const open = openLabel(location);
  const chosen = await vscode.window.showErrorMessage(
    errorText(error),
    ...(open ? [open, showLog] : [showLog]),
  );
  if (chosen === showLog) log.show();
  else if (chosen !== undefined && location) await openLocation(location, experiment);
}

/** Opens a file with the cursor at a location. */
export async function openLocation(location: SourceLocation, experiment?: string): Promise<void> {
  const { uri, range } = openedLocation(location, experiment);
  await vscode.window.showTextDocument(uri, { selection: range });
}

/** A location as VS Code says it. @param experiment as for {@link showError} */
export function openedLocation(location: SourceLocation, experiment?: string): vscode.Location {
  const file = experiment ? resolve(dirname(experiment), location.file) : location.file;
  const position = new vscode.Position((location.line ?? 1) - 1, (location.column ?? 1) - 1);
  return new vscode.Location(vscode.Uri.file(file), position);
}

function openLabel(location: SourceLocation | undefined): string | undefined {
  if (!location) return undefined;
  return isExperimentFile(vscode.Uri.file(location.file)) ? 'Open Experiment' : 'Open File';
}
