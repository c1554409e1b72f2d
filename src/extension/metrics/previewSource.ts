import * as vscode from 'vscode';
import { nameAfterFile } from '../../shared/experimentName';
import type { ModelGraph } from '../../shared/run';
import { Disposable } from '../disposable';
import {
  isExperimentDocument,
  type CheckedDocument,
  type CheckedDocuments,
} from '../editor/checkedDocuments';
import { errorText } from '../errorText';
import { readOutline } from '../editor/outline';
import type { ArchitecturePreview } from '../../shared/messages';

type Preview = Omit<ArchitecturePreview, 'hasRun'>;

/**
 * The architecture of the experiment in the active editor, as it is written. It takes the place of a
 * run once it is asked for, until a run is.
 */
export class PreviewSource extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<'asked' | undefined>());
  /** `asked`: a person wants to see it. */
  readonly onDidChange = this.changed.event;
  private document: vscode.TextDocument | undefined;
  private preview: Preview | undefined;
  private isAskedFor = false;

  constructor(private readonly documents: CheckedDocuments) {
    super();
    this.register(documents.onDidCheck((checked) => this.checked(checked)));
    this.register(documents.onDidClose((uri) => this.closed(uri)));
    this.register(vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)));
    this.follow(vscode.window.activeTextEditor);
  }

  /** The experiment that is previewed. */
  get file(): vscode.Uri | undefined {
    return this.document?.uri;
  }

  /** What to show: also unasked, where there is no run to show. */
  current(hasRun: boolean): ArchitecturePreview | undefined {
    if (!this.preview || (hasRun && !this.isAskedFor)) return undefined;
    return { ...this.preview, hasRun };
  }

  /** Shows the experiment of a document, which becomes the one in the active editor. */
  async show(uri: vscode.Uri): Promise<void> {
    const { document } = await vscode.window.showTextDocument(uri);
    this.isAskedFor = true;
    this.changed.fire('asked');
    this.watch(document);
  }

  /** A run takes the place of the preview. */
  close(): void {
    this.isAskedFor = false;
    this.changed.fire(undefined);
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor && isExperimentDocument(editor.document)) this.watch(editor.document);
  }

  private watch(document: vscode.TextDocument): void {
    const isAnother = this.document !== document;
    this.document = document;
    if (isAnother) this.preview = undefined;
    const known = this.documents.get(document.uri);
    if (known) return this.checked(known);
    if (!isAnother) return this.changed.fire(undefined);
    const outline = readOutline(document.getText());
    this.update({
      name: outline.name ?? nameAfterFile(document.uri.path),
      tasks: outline.tasks.map(({ name }) => name),
    });
  }

  private checked({ document, text, checked }: CheckedDocument): void {
    if (document !== this.document) return;
    const outline = readOutline(text);
    const problem = checked.invalid[0] ?? checked.problems[0];
    const names = outline.tasks.map(({ name }) => name);
    // The last picture stays while something is wrong, with the tasks that it has.
    const drawn: Pick<Preview, 'model' | 'tasks'> = checked.model
      ? { model: checked.model, tasks: names }
      : this.lastDrawn(names);
    this.update({
      name: outline.name ?? nameAfterFile(document.uri.path),
      ...drawn,
      ...(problem && { problem: errorText(problem) }),
    });
  }

  private lastDrawn(names: readonly string[]): { tasks: readonly string[]; model?: ModelGraph } {
    const { preview } = this;
    return preview?.model ? { tasks: preview.tasks, model: preview.model } : { tasks: names };
  }

  private closed(uri: vscode.Uri): void {
    if (uri.toString() !== this.document?.uri.toString()) return;
    this.document = undefined;
    this.isAskedFor = false;
    this.update(undefined);
  }

  private update(preview: Preview | undefined): void {
    this.preview = preview;
    this.changed.fire(undefined);
  }
}
