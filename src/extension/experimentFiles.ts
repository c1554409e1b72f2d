import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { MtlError } from '../shared/errors';
import { nameAfterFile } from '../shared/experimentName';
import { t } from '../shared/l10n';
import { namedFiles } from './editor/outline';

export const experimentGlob = '**/*.mtl.json';
const saveAttempts = 3;
/** Milliseconds between two of them. */
const saveDelay = 300;
const notExperiments = '**/{node_modules,.mtl}/**';

/** The experiment files of the workspace, by path. */
export async function findExperiments(): Promise<vscode.Uri[]> {
  const files = await vscode.workspace.findFiles(experimentGlob, notExperiments);
  return files.sort((a, b) => a.path.localeCompare(b.path));
}

export function isExperimentFile(uri: vscode.Uri): boolean {
  return uri.path.endsWith('.mtl.json');
}

/** The file a command was called on: an URI (explorer, editor title) or an item of a tree. */
export function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument !== 'object' || argument === null || !('uri' in argument)) return undefined;
  return argument.uri instanceof vscode.Uri ? argument.uri : undefined;
}

/**
 * The experiment a person means: the one in the editor in front, otherwise picked from those of the
 * workspace (the only one needs no picking). Undefined when there is none or none is picked.
 * @param title what is going to be done
 */
export async function chooseExperiment(title: string): Promise<vscode.Uri | undefined> {
  const inFront = await experimentInFront();
  if (inFront) return inFront;
  const found = await findExperiments();
  if (found.length === 0) await offerNewExperiment();
  if (found.length <= 1) return found[0];
  const items = found.map((uri) => ({
    label: nameAfterFile(uri.path),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: t`Choose an experiment`,
    matchOnDescription: true,
  });
  return picked?.uri;
}

/**
 * The tab tells which file is in front: there is no active editor while its text loads. That is
 * waited for, as there may be unsaved changes in it.
 */
async function experimentInFront(): Promise<vscode.Uri | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isText = input instanceof vscode.TabInputText;
  const uri = isText ? input.uri : vscode.window.activeTextEditor?.document.uri;
  if (!uri || !isExperimentFile(uri)) return undefined;
  // Whoever uses a file that cannot be read says so.
  if (isText) await vscode.workspace.openTextDocument(uri).then(undefined, () => undefined);
  return uri;
}

/**
 * Saves the experiment, and the tables and the module that it names, where they have unsaved changes.
 * @returns where it is; undefined when the person does not say where to save a new one
 * @throws MtlError when one of them cannot be saved
 */
export async function saveExperiment(uri: vscode.Uri): Promise<vscode.Uri | undefined> {
  const document = openDocument(uri);
  if (document?.isUntitled) return vscode.workspace.save(uri);
  await save(document);
  const { fsPath } = uri;
  const text = document?.getText() ?? (await readFile(fsPath, 'utf8').catch(() => ''));
  for (const { path } of namedFiles(text, fsPath)) {
    await save(openDocument(vscode.Uri.file(path)));
  }
  return uri;
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
}

/** Asks again where VS Code says no: it does so as well while it saves the document by itself. */
async function isSaved(document: vscode.TextDocument): Promise<boolean> {
  for (let times = 0; times < saveAttempts; times++) {
    if (!document.isDirty || (await document.save())) return true;
    await setTimeout(saveDelay);
  }
  return !document.isDirty;
}

async function save(document: vscode.TextDocument | undefined): Promise<void> {
  if (!document || (await isSaved(document))) return;
  throw new MtlError({
    kind: 'experiment',
    code: 'not-saved',
    message: t`${vscode.workspace.asRelativePath(document.uri)} could not be saved.`,
    hint: t`Save it, then train again.`,
    location: { file: document.uri.fsPath },
  });
}

async function offerNewExperiment(): Promise<void> {
  const create = t`New Experiment`;
  const chosen = await vscode.window.showInformationMessage(
    t`There is no experiment (a *.mtl.json file) here yet.`,
    create,
  );
  if (chosen === create) await vscode.commands.executeCommand('mtlLab.newExperiment');
}
