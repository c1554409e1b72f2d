import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { CheckProcess } from '../process/checkProcess';
import type { TrainerOptions } from '../process/trainerProcess';
import { CheckedDocuments, experimentSelector } from './checkedDocuments';
import { CodeLenses } from './codeLenses';
import { Completions } from './completions';
import { Hovers } from './hovers';
import { Problems } from './problems';
import { QuickFixes } from './quickFixes';

/** What the editor knows about experiments while they are written. */
export class ExperimentEditor extends Disposable {
  readonly documents: CheckedDocuments;

  constructor(
    options: Pick<TrainerOptions, 'modulePath' | 'onOutput'>,
    log: vscode.LogOutputChannel,
  ) {
    super();
    const process = this.register(new CheckProcess(options));
    const documents = new CheckedDocuments((text, file) => process.check(text, file), log);
    this.documents = this.register(documents);
    const problems = this.register(new Problems(documents));
    const { languages } = vscode;
    const at = experimentSelector;
    this.register(
      languages.registerCodeActionsProvider(
        at,
        new QuickFixes(documents, problems),
        QuickFixes.metadata,
      ),
    );
    this.register(
      languages.registerCompletionItemProvider(
        at,
        new Completions(documents),
        ...Completions.triggers,
      ),
    );
    this.register(languages.registerHoverProvider(at, new Hovers(documents)));
    this.register(languages.registerCodeLensProvider(at, new CodeLenses()));
  }
}
