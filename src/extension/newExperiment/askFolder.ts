import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { t } from '../../shared/l10n';

/**
 * Asks for the folder of a new experiment: a path in the workspace folder (or an absolute one), or
 * without a workspace a folder from the dialog. @returns its path; undefined when cancelled
 */
export async function askFolder(title: string, name: string): Promise<string | undefined> {
  const base = await askBase(title);
  if (base === undefined) return undefined;
  const value = await vscode.window.showInputBox({
    title,
    prompt: t`Folder of the experiment, in ${base}`,
    value: await freeName(base, name),
    validateInput: (text) => problemWith(folderPath(base, text)),
  });
  return value === undefined ? undefined : folderPath(base, value);
}

async function askBase(title: string): Promise<string | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]?.uri.fsPath;
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri.fsPath;
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel: t`Create Here`,
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0]?.fsPath;
}

function folderPath(base: string, text: string): string {
  const path = text.trim();
  return isAbsolute(path) ? path : join(base, path);
}

async function problemWith(folder: string): Promise<string | undefined> {
  return (await isFree(folder)) ? undefined : t`There are files in this folder already.`;
}

async function freeName(base: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}-${count}`;
    if (await isFree(join(base, candidate))) return candidate;
  }
}

async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
