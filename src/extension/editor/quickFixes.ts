import * as vscode from 'vscode';
import type { CheckedDocuments } from './checkedDocuments';
import { fixesOf, type Fix } from './fixes';
import { changedText } from './jsonChange';
import type { Problems } from './problems';
import { textDifference } from './textDifference';

/** Offers the changes that settle a marked problem. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(
    private readonly documents: CheckedDocuments,
    private readonly problems: Problems,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    // A mark of another text may stand elsewhere by now.
    const found = await this.documents.current(document);
    if (!found) return [];
    const { text, checked } = found;
    const actions = new Map<string, vscode.CodeAction>();
    for (const problem of this.problems.at(document.uri, range)) {
      const { report, place, ranges, column, diagnostic } = problem;
      const { table } = checked;
      const { code, likely } = report;
      const marks = diagnostic
        ? [diagnostic]
        : diagnostics.filter((each) => ranges.some((mark) => mark.intersection(each.range)));
      const fixes = fixesOf({
        code,
        place,
        text,
        table,
        ...(likely !== undefined && { likely }),
        ...(column !== undefined && { column }),
      });
      for (const fix of fixes) {
        if (!actions.has(fix.title)) actions.set(fix.title, action(document, marks, fix));
      }
    }
    return [...actions.values()];
  }
}

function action(
  document: vscode.TextDocument,
  marks: readonly vscode.Diagnostic[],
  { title, changes }: Fix,
): vscode.CodeAction {
  const made = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  made.diagnostics = [...marks];
  made.edit = new vscode.WorkspaceEdit();
  const before = document.getText();
  const { start, end, replacement } = textDifference(before, changedText(before, changes));
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  made.edit.replace(document.uri, range, replacement);
  return made;
}
