import * as vscode from 'vscode';
import { sentences } from '../../shared/l10n';
import type { ErrorReport, SourceLocation } from '../../shared/errors';
import type { KeyPath } from '../../shared/experimentProblem';
import { Disposable } from '../disposable';
import { openedLocation } from '../errorNotification';
import { isModule, type CheckedDocument, type CheckedDocuments } from './checkedDocuments';
import { namedFiles, ownModule, trainTable } from './outline';
import { placeAt, placeOfPath, type TextPlace } from './textPlace';

/** Something wrong in an open experiment, and where. */
export interface PlacedProblem {
  readonly report: ErrorReport;
  readonly place: TextPlace;
  /** Where it is marked. */
  readonly ranges: readonly vscode.Range[];
  /** Its mark; undefined where VS Code marks it, by the JSON Schema. */
  readonly diagnostic?: vscode.Diagnostic;
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
  private readonly placed = new Map<string, readonly PlacedProblem[]>();

  constructor(documents: CheckedDocuments) {
    super();
    this.register(documents.onDidCheck((checked) => this.mark(checked)));
    this.register(
      documents.onDidClose((uri) => {
        this.placed.delete(uri.toString());
        this.collection.delete(uri);
      }),
    );
  }

  /** The problems of an open experiment whose marks touch a range, those of VS Code among them. */
  at(uri: vscode.Uri, range: vscode.Range): PlacedProblem[] {
    const problems = this.placed.get(uri.toString()) ?? [];
    return problems.filter(({ ranges }) => ranges.some((each) => each.intersection(range)));
  }

  private mark(found: CheckedDocument): void {
    const { invalid, problems, leaks } = found.checked;
    const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
    const marked = [
      ...problems.map((report) => markProblem(found, report, error)),
      ...leaks.map(({ report, column }) => ({ ...markProblem(found, report, warning), column })),
    ];
    const { uri } = found.document;
    this.placed.set(uri.toString(), [
      ...marked,
      ...invalid.map((report) => placeSchemaProblem(found, report)),
    ]);
    this.collection.set(
      uri,
      marked.map(({ diagnostic }) => diagnostic),
    );
  }
}

function placeOf({ document, text }: CheckedDocument, { location }: ErrorReport): TextPlace {
  const key = keyOf(location, text, document.uri.fsPath);
  return isIn(document, location) ? placeAt(text, location) : placeOfPath(text, key);
}

/** Where an experiment names another file, or what that belongs to. */
function keyOf(location: SourceLocation | undefined, text: string, experiment: string): KeyPath {
  const named = namedFiles(text, experiment).find(({ path }) => path === location?.file);
  const isOfModule = location !== undefined && isModule(location.file);
  return named?.key ?? (isOfModule ? ownModule : trainTable);
}

function rangeOf(document: vscode.TextDocument, { offset, length }: TextPlace): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

/** VS Code marks a mistyped key or, at the object that holds it, that the right one is missing. */
function placeSchemaProblem(found: CheckedDocument, report: ErrorReport): PlacedProblem {
  const place = placeOf(found, report);
  const holder = place.isKey ? [placeOfPath(found.text, place.path.slice(0, -1))] : [];
  const ranges = [place, ...holder].map((each) => rangeOf(found.document, each));
  return { report, place, ranges };
}

function markProblem(
  found: CheckedDocument,
  report: ErrorReport,
  severity: vscode.DiagnosticSeverity,
): PlacedProblem & { readonly diagnostic: vscode.Diagnostic } {
  const { location, message, hint } = report;
  const place = placeOf(found, report);
  const range = rangeOf(found.document, place);
  const sentence = sentences(hint === undefined ? [message] : [message, hint]);
  const diagnostic = new vscode.Diagnostic(range, sentence, severity);
  diagnostic.source = source;
  diagnostic.code = report.code;
  if (location && !isIn(found.document, location)) {
    const there = openedLocation(location);
    diagnostic.relatedInformation = [new vscode.DiagnosticRelatedInformation(there, message)];
  }
  return { report, place, ranges: [range], diagnostic };
}

function isIn(
  { uri }: vscode.TextDocument,
  location: SourceLocation | undefined,
): location is SourceLocation {
  return location?.file === uri.fsPath;
}
