import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { eventually, parts, train, writeExperiment } from './host';
import type { Suite } from './runner';

export const writing: Suite = {
  'a column that the data do not have is marked, and replaced by the nearest one': async () => {
    const document = await open('column');
    const range = await replace(document, '"amount" }', '"amuont" }');
    const [problem] = await problemsOf(document, 1);
    assert.ok(problem);
    assert.deepEqual(textOf(document, problem), '"amuont"');
    assert.equal(problem.range.start.line, range.start.line);
    assert.equal(problem.source, 'MTL Lab');
    assert.equal(problem.message, "table.csv has no column 'amuont'. Did you mean 'amount'?");
    await applyFix(document, problem, "Change to 'amount'");
    assert.match(document.getText(), /"target": "amount"/);
    await problemsOf(document, 0);
  },

  'what was just typed has its quick fix before it is marked': async () => {
    const document = await open('hasty');
    await problemsOf(document, 0);
    const range = await replace(document, '"amount" }', '"amuont" }');
    await applyFix(document, { range }, "Change to 'amount'");
    assert.match(document.getText(), /"target": "amount"/);
  },

  'what the schema says is marked once, by VS Code, with the quick fix of MTL Lab': async () => {
    const document = await open('schema');
    await replace(document, '"epochs"', '"epoch"');
    const [problem] = await problemsOf(document, 1);
    assert.ok(problem);
    assert.notEqual(problem.source, 'MTL Lab');
    // Longer than a check takes.
    await delay(1500);
    await problemsOf(document, 1);
    await applyFix(document, problem, "Change to 'epochs'");
    assert.match(document.getText(), /"epochs": 1/);
    await problemsOf(document, 0);
  },

  'a mistyped key that the schema misses is set right where VS Code misses it': async () => {
    const document = await open('kind');
    await replace(document, '"type": "regression"', '"typ": "regression"');
    const [problem] = await problemsOf(document, 1);
    assert.ok(problem);
    assert.equal(textOf(document, problem), '"amount"');
    await applyFix(document, problem, "Change to 'type'");
    assert.match(document.getText(), /"type": "regression"/);
    await problemsOf(document, 0);
  },

  'a mistyped kind of layer is marked once, and set right': async () => {
    const document = await open('layer');
    await replace(document, '"dense": 8', '"dens": 8');
    const [problem] = await problemsOf(document, 1);
    assert.ok(problem);
    await applyFix(document, problem, "Change to 'dense'");
    await problemsOf(document, 0);
  },

  'settings that do not fit are marked with ways out': async () => {
    const document = await open('settings');
    await replace(
      document,
      '"model"',
      '"balancing": { "method": "fixed", "weights": { "amount": 2 } },\n  "model"',
    );
    const [problem] = await problemsOf(document, 1);
    assert.equal(problem?.code, 'missing-weight');
    await applyFix(document, problem, "Add the weight of 'positive'");
    assert.match(document.getText(), /"amount": 2,\s+"positive": 1/);
    await problemsOf(document, 0);
  },

  'a feature that gives a label away is warned of, and ignored with one click': async () => {
    const document = await open('leak');
    await replace(
      document,
      '"target": "positive" }',
      '"target": "positive" },\n "again": { "type": "regression", "target": "x" }',
    );
    await problemsOf(document, 0);
    await addLeak(document);
    const [problem] = await problemsOf(document, 1);
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(problem.message, /^'copy' alone predicts the task 'positive' \(AUC 1\.000\)\./);
    assert.equal(textOf(document, problem), '"positive"');
    await applyFix(document, problem, "Add 'copy' to data.ignore");
    assert.match(document.getText(), /"ignore": \[\s*"copy"\s*\]/);
    await problemsOf(document, 0);
  },

  'what is wrong in the test table is marked where the experiment names that': async () => {
    const document = await open('untested');
    await writeFile(join(dirname(document.uri.fsPath), 'test.csv'), '');
    await replace(document, '"split":', '"test": "test.csv", "split":');
    const [problem] = await problemsOf(document, 1, /^The table is empty/);
    assert.ok(problem);
    assert.equal(textOf(document, problem), '"test.csv"');
  },

  'what becomes of the table is seen without a key being pressed': async () => {
    const document = await open('regenerated');
    await problemsOf(document, 0);
    const table = join(dirname(document.uri.fsPath), 'table.csv');
    const text = await readFile(table, 'utf8');
    await rm(table);
    const [gone] = await problemsOf(document, 1);
    assert.match(gone?.message ?? '', /^There is no file table\.csv/);
    await writeFile(table, text.replace('amount', 'total'));
    const [renamed] = await problemsOf(document, 1, /no column 'amount'/);
    assert.ok(renamed);
    await writeFile(table, text);
    await problemsOf(document, 0);
  },

  'completion offers the columns of the table and the names of the tasks': async () => {
    const document = await open('names');
    const columns = await completionsIn(document, '"target": "', 'amount');
    for (const name of ['x', 'y', 'amount', 'positive']) assert.ok(columns.includes(name), name);
    await replace(document, '"epochs"', '"monitor": "loss", "epochs"');
    const choices = await completionsIn(document, '"monitor": "', 'amount.rmse');
    for (const name of ['loss', 'positive.auc', 'amount.loss']) assert.ok(choices.includes(name));
    await replace(document, '"model": {', '"model": { "heads": { "" },');
    const heads = await completionsIn(document, '"heads": { "', 'positive');
    assert.ok(heads.includes('amount'), heads.join());
    assert.ok(!heads.includes('x'));
  },

  'methods, architectures and their settings are completed from the schema': async () => {
    const document = await open('methods');
    await replace(document, '"model": {', '"balancing": { "method": "pcgrad", "" }, "model": {');
    const methods = await completionsIn(document, '"method": "', 'uncertainty');
    assert.ok(methods.includes('cagrad') || methods.includes('"cagrad"'), methods.join());
    const settings = await completionsIn(document, '"pcgrad", "', 'order');
    assert.ok(settings.includes('order'));
  },

  'a hover over a column tells what it holds': async () => {
    const document = await open('hover');
    const text = await eventually(async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        document.positionAt(document.getText().indexOf('"amount" }') + 2),
      );
      const contents = hovers.flatMap((hover) => hover.contents as vscode.MarkdownString[]);
      const all = contents.map(({ value }) => value).join('\n');
      return all.includes('minimum') ? all : undefined;
    });
    assert.match(text, /\*\*amount\*\* · number/);
    assert.match(text, /200 different values in 200 rows, 0 missing/);
    assert.match(text, /minimum −?-?2\.\d+ · mean -?0\.\d+ · maximum 2\.\d+/);
  },

  'Train, Compare and Show Architecture stand above the experiment': async () => {
    const document = await open('lenses');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    const ours = lenses.filter(({ command }) => command?.command.startsWith('mtlLab.'));
    assert.deepEqual(
      ours.map(({ command }) => command?.title),
      ['Train', 'Compare', 'Show Architecture'],
    );
    assert.deepEqual(ours[0]?.command?.arguments, [document.uri]);
    assert.equal(ours[0].range.start.line, 0);
  },

  'the architecture is drawn from the file and follows what is typed, until a run is shown':
    async () => {
      const { preview, shown } = await parts();
      const document = await open('drawn');
      await vscode.commands.executeCommand('mtlLab.showArchitecture', document.uri);
      const shared = (): number | undefined => {
        const { model } = preview.current(true) ?? {};
        return model?.parameters.shared;
      };
      const becomes = (count: number): Promise<true> =>
        eventually(() => Promise.resolve(shared() === count || undefined));
      await becomes(2 * 8 + 8);
      assert.deepEqual(preview.current(true)?.tasks, ['amount', 'positive']);
      await replace(document, '"dense": 8', '"dense": 16');
      await becomes(2 * 16 + 16);

      await replace(document, '"dense": 16', '"dense": ');
      const problem = await eventually(() => Promise.resolve(preview.current(true)?.problem));
      assert.match(problem, /^drawn\.mtl\.json, line 8: Not valid JSON/);
      assert.equal(shared(), 2 * 16 + 16, 'the last picture stays');
      await replace(document, '"dense": ', '"dense": 4');
      await becomes(2 * 4 + 4);

      const outcome = await train(document.uri);
      assert.ok(outcome.kind === 'ended');
      assert.equal(shown.current, outcome.record);
      assert.equal(preview.current(true), undefined, 'the run takes its place');
    },
};

async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(await writeExperiment(name, 1));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Types over a part of the text. */
async function replace(
  document: vscode.TextDocument,
  part: string,
  text: string,
): Promise<vscode.Range> {
  const at = document.getText().indexOf(part);
  assert.notEqual(at, -1, part);
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + part.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
  return range;
}

/** Adds a column to the table that says the label of `positive` in other words. */
async function addLeak(document: vscode.TextDocument): Promise<void> {
  const file = vscode.Uri.joinPath(document.uri, '..', 'table.csv');
  const lines = new TextDecoder()
    .decode(await vscode.workspace.fs.readFile(file))
    .trim()
    .split('\n');
  const [header = '', ...rows] = lines;
  const copies = rows.map((row) => `${row},${row.endsWith('yes') ? 'up' : 'down'}`);
  const table = `${header},copy\n${copies.join('\n')}\n`;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(table));
  await replace(document, '"name"', ' "name"');
}

/** The marks of a document, once there are so many, each of which says this. */
async function problemsOf(
  document: vscode.TextDocument,
  count: number,
  says = /(?:)/,
): Promise<vscode.Diagnostic[]> {
  let found: vscode.Diagnostic[] = [];
  const { documents } = await parts();
  return eventually(() => {
    found = vscode.languages.getDiagnostics(document.uri);
    const isCurrent = documents.get(document.uri)?.text === document.getText();
    const isSo = found.length === count && found.every(({ message }) => says.test(message));
    return Promise.resolve(isCurrent && isSo ? found : undefined);
  }).catch((error: unknown) => {
    const texts = found.map(({ message }) => message).join('\n');
    throw new Error(`${count} problems wanted, found:\n${texts}`, { cause: error });
  });
}

function textOf(document: vscode.TextDocument, { range }: vscode.Diagnostic): string {
  return document.getText(range);
}

/** Applies the quick fix with this title. */
async function applyFix(
  document: vscode.TextDocument,
  { range }: Pick<vscode.Diagnostic, 'range'>,
  title: string,
): Promise<void> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
  );
  const action = actions.find((each) => each.title === title);
  assert.ok(action?.edit, `${title} is not among: ${actions.map((each) => each.title).join(', ')}`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

/** The labels that are offered behind a part of the text, once one of them is. */
async function completionsIn(
  document: vscode.TextDocument,
  behind: string,
  wanted: string,
): Promise<string[]> {
  const offset = document.getText().indexOf(behind) + behind.length;
  return eventually(async () => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(offset),
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    const plain = labels.map((label) => label.replace(/^"|"$/g, ''));
    return plain.includes(wanted) ? plain : undefined;
  });
}
