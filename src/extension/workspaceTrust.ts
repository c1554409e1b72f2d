import * as vscode from 'vscode';
import { t } from '../shared/l10n';

/** Whether the workspace is trusted; otherwise says why `what` is refused and how to change that. */
export function requireTrust(what: string): boolean {
  if (vscode.workspace.isTrusted) return true;
  void explain(what);
  return false;
}

async function explain(what: string): Promise<void> {
  const manage = t`Manage Workspace Trust`;
  const chosen = await vscode.window.showWarningMessage(
    t`${what} needs a trusted workspace: it starts a process that reads and writes files where the experiment says, and runs the code of own models.`,
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
