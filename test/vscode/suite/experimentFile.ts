import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, writeExperiment } from './host';
import type { Suite } from './runner';

export const experimentFile: Suite = {
  'an experiment is JSON with comments, and a valid one has no problems': async () => {
    const uri = await writeExperiment('plain', 1);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, 'jsonc');
    await completionsAt(document, document.getText().indexOf('"name"'));
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
  },

  'a task type that does not exist is marked where it stands': async () => {
    const uri = await writeExperiment('marked', 1);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    const start = document.positionAt(document.getText().indexOf('"binary"'));
    const range = new vscode.Range(start, start.translate(0, '"binary"'.length));
    await editor.edit((edit) => edit.replace(range, '"binaries"'));
    const problem = await eventually(() =>
      Promise.resolve(vscode.languages.getDiagnostics(uri).at(0)),
    );
    assert.equal(problem.range.start.line, start.line);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  },

  'completion offers the keys of the schema': async () => {
    const uri = await writeExperiment('complete', 1);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const labels = await eventually(async () => {
      const found = await completionsAt(document, document.getText().indexOf('"epochs"'));
      return found.includes('earlyStopping') ? found : undefined;
    });
    assert.ok(labels.includes('optimizer'));
  },
};

async function completionsAt(document: vscode.TextDocument, offset: number): Promise<string[]> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.positionAt(offset),
  );
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}
