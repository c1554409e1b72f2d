import * as vscode from 'vscode';
import type { CheckedDocuments } from './checkedDocuments';
import { columnMarkdown } from './columnText';
import { tokenRange } from './completions';
import { namePlace } from './namePlace';

/** Tells what a column holds where its name stands. */
export class Hovers implements vscode.HoverProvider {
  constructor(private readonly documents: CheckedDocuments) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const place = namePlace(document.getText(), document.offsetAt(position));
    const range = place && tokenRange(document, place);
    if (!range) return undefined;
    const table = (await this.documents.first(document))?.checked.table;
    const column = table?.columns.find(({ name }) => name === place.token?.value);
    if (!table || !column || place.kind === 'label') return undefined;
    return new vscode.Hover(new vscode.MarkdownString(columnMarkdown(column, table)), range);
  }
}
