import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { parts, train } from './host';
import type { Suite } from './runner';

export const newExperiment: Suite = {
  'the first template becomes a folder whose experiment trains at once': async () => {
    const document = await createFirstTemplate();
    assert.match(document.uri.path, /\/first-steps(-\d)?\/first-steps\.mtl\.json$/);
    const names = await readdir(dirname(document.uri.fsPath));
    assert.ok(
      names.some((name) => /\.csv(\.gz)?$/.test(name)),
      names.join(),
    );

    const { experiments } = await parts();
    const items = await experiments.getChildren();
    assert.ok(items.some(({ uri }) => uri.fsPath === document.uri.fsPath));

    await setEpochs(document, 5);
    const outcome = await train(document.uri);
    assert.equal(outcome.kind, 'ended');
    assert.equal(document.isDirty, false, 'the experiment is saved before it trains');
    const { run, events } = outcome.record;
    assert.equal(run.status, 'completed', run.error?.message ?? '');
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'epoch' ? [event.epoch] : [])),
      [0, 1, 2, 3, 4],
    );
    const r2 = Object.values(run.summary?.test ?? {}).map((metrics) => metrics.r2 ?? 0);
    assert.equal(r2.length, 2);
    assert.ok(Math.min(...r2) > 0.6, `test R² ${r2.join()}`);
  },
};

/** Runs the command and accepts the first template and the proposed folder, as Enter would. */
async function createFirstTemplate(): Promise<vscode.TextDocument> {
  let done = false;
  const created = Promise.resolve(vscode.commands.executeCommand('mtlLab.newExperiment')).then(
    () => (done = true),
  );
  while (!done) {
    await delay(200);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
  await created;
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document, 'the experiment is open');
  return document;
}

async function setEpochs(document: vscode.TextDocument, epochs: number): Promise<void> {
  const match = /"epochs":\s*\d+/.exec(document.getText());
  assert.ok(match, 'the template says how many epochs');
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(
    document.positionAt(match.index),
    document.positionAt(match.index + match[0].length),
  );
  edit.replace(document.uri, range, `"epochs": ${epochs}`);
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.equal(document.isDirty, true);
}
