import { basename } from 'node:path';
import * as vscode from 'vscode';
import { t } from '../../shared/l10n';

/** Asks where to write what was exported, writes it, and offers to open it. */
export async function saveFile(name: string, content: string | Uint8Array): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('.');
  const defaultUri = vscode.Uri.joinPath(folder, basename(name));
  const target = await vscode.window.showSaveDialog({ defaultUri });
  if (!target) return;
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  await vscode.workspace.fs.writeFile(target, bytes);
  const open = t`Open`;
  const chosen = await vscode.window.showInformationMessage(
    t`Exported ${basename(target.fsPath)}.`,
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand('vscode.open', target);
}
