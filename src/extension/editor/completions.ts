import * as vscode from 'vscode';
import type { TableSummary } from '../../shared/scaffold';
import type { CheckedDocuments } from './checkedDocuments';
import { columnMarkdown } from './columnText';
import { namePlace, type NamePlace } from './namePlace';
import { readOutline } from './outline';
import { suggestions, type Suggestion } from './suggestions';

/** Completes names: of columns, from the real data; of tasks and what they report, from the text. */
export class Completions implements vscode.CompletionItemProvider {
  static readonly triggers = ['"'];

  constructor(private readonly documents: CheckedDocuments) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const text = document.getText();
    const place = namePlace(text, document.offsetAt(position));
    if (!place) return [];
    const table = (await this.documents.first(document))?.checked.table;
    const range = tokenRange(document, place) ?? new vscode.Range(position, position);
    const hasValue = place.isKey && /^\s*:/.test(text.slice(document.offsetAt(range.end)));
    return suggestions(place, readOutline(text), table).map((suggestion, index) =>
      completion(suggestion, { range, index, table, hasValue }),
    );
  }
}

interface ItemContext {
  readonly range: vscode.Range;
  readonly index: number;
  readonly table: TableSummary | undefined;
  /** Whether a value follows the key already. */
  readonly hasValue: boolean;
}

function completion(
  { name, detail, column, value }: Suggestion,
  { range, index, table, hasValue }: ItemContext,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label: name, description: detail });
  const quoted = JSON.stringify(name);
  item.kind = column ? vscode.CompletionItemKind.Field : vscode.CompletionItemKind.Reference;
  item.range = range;
  item.filterText = quoted;
  item.insertText = quoted;
  if (value !== undefined && !hasValue) {
    const key = new vscode.SnippetString().appendText(`${quoted}: `);
    item.insertText = new vscode.SnippetString(key.value + value);
  }
  item.sortText = String(index).padStart(5, '0');
  if (column && table)
    item.documentation = new vscode.MarkdownString(columnMarkdown(column, table));
  return item;
}

/** The text in quotes at a place. */
export function tokenRange(
  document: vscode.TextDocument,
  { token }: NamePlace,
): vscode.Range | undefined {
  if (!token) return undefined;
  return new vscode.Range(
    document.positionAt(token.offset),
    document.positionAt(token.offset + token.length),
  );
}
