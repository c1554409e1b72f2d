import * as vscode from 'vscode';
import { t } from '../../shared/l10n';
import type { CommandId } from '../commandIds';

const lenses: readonly { readonly title: string; readonly command: CommandId }[] = [
  { title: t`Train`, command: 'mtlLab.train' },
  { title: t`Compare`, command: 'mtlLab.compareRuns' },
  { title: t`Show Architecture`, command: 'mtlLab.showArchitecture' },
];

/** What can be done with an experiment, above its first line of JSON. */
export class CodeLenses implements vscode.CodeLensProvider {
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const line = document.positionAt(Math.max(0, document.getText().search(/^\s*\{/m))).line;
    const start = new vscode.Position(line, 0);
    return lenses.map(
      ({ title, command }) =>
        new vscode.CodeLens(new vscode.Range(start, start), {
          title,
          command,
          arguments: [document.uri],
        }),
    );
  }
}
