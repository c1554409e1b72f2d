import * as vscode from 'vscode';
import { sentences } from '../../shared/l10n';
import type { ErrorReport } from '../../shared/errors';
import { Disposable } from '../disposable';
import { openedLocation } from '../errorNotification';
import { isModule, type CheckedDocument, type CheckedDocuments } from './checkedDocuments';
import { placeAt, placeOfPath, type TextPlace } from './textPlace';

/** Something wrong in an open experiment, and where it is marked. */
export interface MarkedProblem {
  readonly report: ErrorReport;
  readonly place: TextPlace;
  readonly diagnostic: vscode.Diagnostic;
  /** The column that leaks, of a leak. */
  readonly column?: string;
}

const source = 'MTL Lab';

/**
 * Marks what is wrong in open experiments. What the JSON Schema says is left to VS Code, which marks
 * it as in any JSON file: here is what no schema can say, of the settings and of the data.
 */
export class Problems extends Disposable {
  private readonly collection = this.register(
    vscode.languages.createDiagnosticCollection('mtlLab'),
  );
  private readonly marked = new Map<string, readonly MarkedProblem[]>();

  constructor(documents: CheckedDocuments) {
    super();
    this.register(documents.onDidCheck((checked) => this.mark(checked)));
    this.register(
      documents.onDidClose((uri) => {
        this.marked.delete(uri.toString());
        this.collection.delete(uri);
      }),
    );
  }

  /** The problems of an open experiment whose marks touch a range. */
  at(uri: vscode.Uri, range: vscode.Range): MarkedProblem[] {
    const problems = this.marked.get(uri.toString()) ?? [];
    return problems.filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined);
  }

  private mark(found: CheckedDocument): void {
    const { problems, leaks } = found.checked;
    const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
    const marked = [
      ...problems.map((report) => markProblem(found, report, error)),
      ...leaks.map(({ report, column }) => ({ ...markProblem(found, report, warning), column })),
    ];
    const { uri } = found.document;
    this.marked.set(uri.toString(), marked);
    this.collection.set(
      uri,
      marked.map(({ diagnostic }) => diagnostic),
    );
  }
}

function markProblem(
  { document, text }: CheckedDocument,
  report: ErrorReport,
  severity: vscode.DiagnosticSeverity,
): MarkedProblem {
  const { location, message, hint } = report;
  const isHere = location?.file === document.uri.fsPath;
  // What is wrong in another file is marked where the experiment names its module or its data.
  const isOfModule = location !== undefined && isModule(location.file);
  const naming = isOfModule ? ['model', 'module'] : ['data', 'train'];
  const place = isHere ? placeAt(text, location) : placeOfPath(text, naming);
  const range = new vscode.Range(
    document.positionAt(place.offset),
    document.positionAt(place.offset + place.length),
  );
  const sentence = sentences(hint === undefined ? [message] : [message, hint]);
  const diagnostic = new vscode.Diagnostic(range, sentence, severity);
  diagnostic.source = source;
  diagnostic.code = report.code;
  if (location && !isHere) {
    const there = openedLocation(location);
    diagnostic.relatedInformation = [new vscode.DiagnosticRelatedInformation(there, message)];
  }
  return { report, place, diagnostic };
}
