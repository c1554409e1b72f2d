import * as vscode from 'vscode';
import type { ErrorReport } from '../../shared/errors';
import { nameAfterFile } from '../../shared/experimentName';
import type { RefusedTraining } from '../../shared/messages';
import { Disposable } from '../disposable';
import type { CheckedDocument, CheckedDocuments } from '../editor/checkedDocuments';
import type { TrainingController } from '../training/trainingController';

interface Refusal {
  /** Path of the experiment file. */
  readonly experiment: string;
  readonly error: ErrorReport;
}

/**
 * The training that could not begin, until another one starts, something else is asked for, or the
 * experiment was changed so that nothing is wrong with it.
 */
export class RefusedTrainingSource extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<undefined>());
  readonly onDidChange = this.changed.event;
  private refusal: Refusal | undefined;
  /** Of the refused experiment, as far as it is known. */
  private text: string | undefined;

  constructor(controller: TrainingController, documents: CheckedDocuments) {
    super();
    this.register(
      controller.onDidEnd((outcome) => {
        if (outcome.kind !== 'refused') return;
        this.text = documents.get(vscode.Uri.file(outcome.experiment))?.text;
        this.set(outcome);
      }),
    );
    this.register(documents.onDidCheck((found) => this.checked(found)));
    this.register(
      controller.onDidChangeState(({ kind }) => {
        if (kind === 'starting') this.dismiss();
      }),
    );
  }

  get current(): Refusal | undefined {
    return this.refusal;
  }

  /** What to show. */
  content(hasRun: boolean): RefusedTraining | undefined {
    if (!this.refusal) return undefined;
    const { experiment, error } = this.refusal;
    return { name: nameAfterFile(experiment), error, hasRun };
  }

  dismiss(): void {
    if (this.refusal) this.set(undefined);
  }

  private checked({ document, text, checked }: CheckedDocument): void {
    if (document.uri.fsPath !== this.refusal?.experiment) return;
    this.text ??= text;
    const isRight = checked.invalid.length === 0 && checked.problems.length === 0;
    if (isRight && text !== this.text) this.dismiss();
  }

  private set(refusal: Refusal | undefined): void {
    this.refusal = refusal;
    this.changed.fire(undefined);
  }
}
