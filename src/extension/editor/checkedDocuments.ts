import * as vscode from 'vscode';
import type { CheckedExperiment } from '../../shared/checkedExperiment';
import { toErrorReport } from '../../shared/errors';
import { Disposable } from '../disposable';
import { isExperimentFile } from '../experimentFiles';
import { namedFiles } from './outline';
import { WatchedFiles } from './watchedFiles';

/** An experiment in an editor and what a check of its text found. */
export interface CheckedDocument {
  readonly document: vscode.TextDocument;
  /** The text that was checked; the document may have gone on since. */
  readonly text: string;
  readonly checked: CheckedExperiment;
}

/** How the text of an experiment file is checked against its data. */
export type Check = (text: string, file: string) => Promise<CheckedExperiment>;

/** Milliseconds after the last change. */
const delay = 300;

/**
 * Checks the experiments that are open, as they are typed: one check at a time, in a process of its
 * own, and none in a workspace that is not trusted.
 */
export class CheckedDocuments extends Disposable {
  private readonly checkedEmitter = this.register(new vscode.EventEmitter<CheckedDocument>());
  private readonly closedEmitter = this.register(new vscode.EventEmitter<vscode.Uri>());
  private readonly failedEmitter = this.register(new vscode.EventEmitter<vscode.Uri>());
  /** The text of a document, as it still is, was checked. */
  readonly onDidCheck = this.checkedEmitter.event;
  readonly onDidClose = this.closedEmitter.event;

  /** Of each document, the files that it names. */
  private readonly files = this.register(new WatchedFiles());
  private readonly results = new Map<string, CheckedDocument>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly waiting = new Map<string, vscode.TextDocument>();
  private isChecking = false;

  constructor(
    private readonly check: Check,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    const { workspace, window } = vscode;
    this.register(workspace.onDidOpenTextDocument((document) => this.request(document, 0)));
    this.register(
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.request(document, delay);
      }),
    );
    this.register(workspace.onDidCloseTextDocument((document) => this.close(document)));
    this.register(
      workspace.onDidSaveTextDocument(({ uri }) => {
        if (isModule(uri.path)) this.requestAll();
      }),
    );
    // Its data may have changed meanwhile.
    this.register(
      window.onDidChangeActiveTextEditor((editor) => editor && this.request(editor.document, 0)),
    );
    this.register(workspace.onDidGrantWorkspaceTrust(() => this.requestAll()));
    this.requestAll();
  }

  /** What the last check of an experiment found. */
  get(uri: vscode.Uri): CheckedDocument | undefined {
    return this.results.get(uri.toString());
  }

  /** As {@link get}; waits for the first check of a document that has had none, be it a failure. */
  async first(document: vscode.TextDocument): Promise<CheckedDocument | undefined> {
    return this.get(document.uri) ?? this.next(document);
  }

  /** What a check of the text as it now is finds; undefined where that fails. */
  async current(document: vscode.TextDocument): Promise<CheckedDocument | undefined> {
    const known = this.get(document.uri);
    return known?.text === document.getText() ? known : this.next(document);
  }

  override dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    super.dispose();
  }

  private async next(document: vscode.TextDocument): Promise<CheckedDocument | undefined> {
    if (!canBeChecked(document)) return undefined;
    this.request(document, 0);
    return new Promise((resolve) => {
      const settle = (of: vscode.Uri, found?: CheckedDocument): void => {
        if (of.toString() !== document.uri.toString()) return;
        for (const listener of listeners) listener.dispose();
        resolve(found);
      };
      const listeners = [
        this.onDidCheck((found) => settle(found.document.uri, found)),
        this.onDidClose((uri) => settle(uri)),
        this.failedEmitter.event((uri) => settle(uri)),
      ];
    });
  }

  private requestAll(): void {
    for (const document of vscode.workspace.textDocuments) this.request(document, 0);
  }

  private request(document: vscode.TextDocument, after: number): void {
    if (!canBeChecked(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    const start = (): void => {
      this.timers.delete(key);
      this.waiting.set(key, document);
      void this.checkWaiting();
    };
    this.timers.set(key, setTimeout(start, after));
  }

  private close(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.waiting.delete(key);
    this.results.delete(key);
    this.files.leave(key);
    if (isExperimentDocument(document)) this.closedEmitter.fire(document.uri);
  }

  private async checkWaiting(): Promise<void> {
    if (this.isChecking) return;
    this.isChecking = true;
    // What is asked for meanwhile joins the end.
    for (const [key, document] of this.waiting) {
      this.waiting.delete(key);
      await this.checkOne(key, document);
    }
    this.isChecking = false;
  }

  private async checkOne(key: string, document: vscode.TextDocument): Promise<void> {
    const text = document.getText();
    const file = document.uri.fsPath;
    const files = namedFiles(text, file).map(({ path }) => path);
    this.files.watch(key, files, () => this.request(document, delay));
    try {
      const checked = await this.check(text, file);
      if (document.isClosed) return;
      const result = { document, text, checked };
      this.results.set(key, result);
      // A text that has gone on is checked soon.
      if (document.getText() === text) this.checkedEmitter.fire(result);
    } catch (error) {
      this.failedEmitter.fire(document.uri);
      this.log.error(`${file} was not checked: ${toErrorReport(error).message}`);
    }
  }
}

/** Which documents are experiments, for what VS Code asks about documents. */
export const experimentSelector: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: '**/*.mtl.json',
};

/** Whether a file can be the module of an own model. */
export function isModule(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}

export function isExperimentDocument({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && isExperimentFile(uri);
}

function canBeChecked(document: vscode.TextDocument): boolean {
  return vscode.workspace.isTrusted && isExperimentDocument(document);
}
