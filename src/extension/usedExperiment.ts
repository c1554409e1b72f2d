import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { readRun, type FoundRun } from '../runs/readRun';
import { t } from '../shared/l10n';
import { Disposable } from './disposable';
import { resolveExperiment, type AskOptions } from './process/askTrainer';

const scheme = 'mtl-lab-experiment';
const [ofRun, ofFile] = ['run', 'file'];

/**
 * Experiments with every default filled in, as documents that cannot be changed: one that a run
 * used, and what its file says now, so that a comparison shows nothing but what has changed.
 */
export class UsedExperiments extends Disposable implements vscode.TextDocumentContentProvider {
  private readonly changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.changed.event;

  constructor(private readonly trainer: AskOptions) {
    super();
    this.register(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  async open({ directory, run }: FoundRun): Promise<void> {
    await vscode.window.showTextDocument(usedUri(directory, run.id));
  }

  /** Shows what has changed in the experiment file since the run. */
  async compare({ directory, run }: FoundRun): Promise<void> {
    const now = uriOf(`${run.experimentFile}c`, ofFile);
    // Says what is wrong with the file, before an editor shows nothing.
    await this.provideTextDocumentContent(now);
    this.changed.fire(now);
    const title = t`${run.experiment.name}: in the run ↔ in the file now`;
    await vscode.commands.executeCommand('vscode.diff', usedUri(directory, run.id), now, title);
  }

  /** @throws MtlError when the run cannot be read, or the file is not valid */
  async provideTextDocumentContent({ fsPath, query }: vscode.Uri): Promise<string> {
    const experiment =
      query === ofRun
        ? (await readRun(dirname(fsPath))).experiment
        : await resolveExperiment(this.trainer, fsPath.slice(0, -1));
    return `${JSON.stringify(experiment, undefined, 2)}\n`;
  }
}

function usedUri(directory: string, id: string): vscode.Uri {
  return uriOf(join(directory, `${id}.jsonc`), ofRun);
}

/** @param path ends with an extension of JSON, but not that of an experiment file to train */
function uriOf(path: string, query: string): vscode.Uri {
  return vscode.Uri.file(path).with({ scheme, query });
}
