import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { RunRecord } from '../../../src/extension/training/runRecord';
import { noFilter } from '../../../src/extension/views/runSelection';
import type { RunItem } from '../../../src/extension/views/runsTree';
import { changeNotes } from '../../../src/runs/runNotes';
import { createRunDirectory } from '../../../src/runs/runDirectory';
import { RunWriter } from '../../../src/runs/runWriter';
import { eventually, nextOutcome, parts, train, writeExperiment } from './host';
import type { Suite } from './runner';

async function trained(name: string): Promise<{ record: RunRecord; experiment: vscode.Uri }> {
  const experiment = await writeExperiment(name, 2);
  const outcome = await train(experiment);
  assert.equal(outcome.kind, 'ended');
  return { record: outcome.record, experiment };
}

async function itemOf({ directory }: RunRecord): Promise<RunItem> {
  const { runs } = await parts();
  const item = (await runs.getChildren()).find(({ found }) => found.directory === directory);
  assert.ok(item, `${directory} is listed`);
  return item;
}

export const runs: Suite = {
  'a pinned run is listed first, and notes of the command line are shown': async () => {
    const { runs: tree } = await parts();
    const { record } = await trained('pinned');
    await trained('newer');
    await vscode.commands.executeCommand('mtlLab.pinRun', await itemOf(record));
    const refreshed = new Promise((resolve) => tree.onDidChangeTreeData(resolve));
    await changeNotes(record.directory, { label: 'the best', tags: ['paper'], note: 'So far.' });
    await refreshed;
    const first = (await tree.getChildren()).at(0);
    assert.equal(first?.found.directory, record.directory);
    assert.equal(first.label, 'the best');
    assert.match(first.description, /^pinned · pinned · [^·]* · #paper · \w+ /);
    assert.match(first.contextValue ?? '', /\.pinned$/);
    assert.ok(first.tooltip instanceof vscode.MarkdownString);
    assert.match(first.tooltip.value, /So far/);
    await vscode.commands.executeCommand('mtlLab.unpinRun', first);
    assert.doesNotMatch((await itemOf(record)).contextValue ?? '', /pinned/);
  },

  'only the runs that the filter lets through are listed, until it is cleared': async () => {
    const { runs: tree } = await parts();
    const { record } = await trained('wanted');
    await trained('unwanted');
    const all = (await tree.getChildren()).length;
    await tree.filterBy({ values: { experiment: ['wanted'] }, text: '' });
    assert.deepEqual(
      (await tree.getChildren()).map(({ found }) => found.directory),
      [record.directory],
    );
    await vscode.commands.executeCommand('mtlLab.clearRunFilter');
    assert.equal((await tree.getChildren()).length, all);
    assert.deepEqual(tree.filter, noFilter);
  },

  'runs that other processes write are listed by themselves, and what becomes of them':
    async () => {
      const { runs: tree } = await parts();
      const { record } = await trained('copied');
      const experiment = await writeExperiment('elsewhere', 2);
      const isListed = (directory: string, state: RegExp) =>
        eventually(async () => {
          const item = (await tree.getChildren()).find(
            ({ found }) => found.directory === directory,
          );
          return state.test(item?.contextValue ?? '') || undefined;
        });
      // The folders of the first run are all new.
      for (const id of ['first', 'second']) {
        let change = new Promise((resolve) => tree.onDidChangeTreeData(resolve));
        const directory = await createRunDirectory(experiment.fsPath, id);
        const run = { ...record.run, id, status: 'running', pid: process.pid } as const;
        const writer = await RunWriter.create(directory, run);
        await change;
        await isListed(directory, /^run\.running/);
        change = new Promise((resolve) => tree.onDidChangeTreeData(resolve));
        await writer.update({ status: 'completed' });
        writer.close();
        await change;
        await isListed(directory, /^run$/);
      }
    },

  'a deleted run is gone from the list and from the view': async () => {
    const { shown } = await parts();
    const { record } = await trained('deleted');
    assert.equal(shown.current?.directory, record.directory);
    await vscode.commands.executeCommand('mtlLab.deleteRun', await itemOf(record));
    assert.equal(existsSync(record.directory), false);
    assert.equal(shown.current, undefined);
    const trash = join(dirname(dirname(record.directory)), 'trash', record.run.id);
    assert.ok(existsSync(join(trash, 'run.json')), 'it can be brought back');
  },

  'what several selected runs can have done at once is done to all of them': async () => {
    const { runs: tree } = await parts();
    const records = [(await trained('one of two')).record, (await trained('two of two')).record];
    const selected = async (): Promise<[RunItem, RunItem[]]> => {
      const items = await Promise.all(records.map(itemOf));
      return [items[0]!, items];
    };
    const contexts = async (): Promise<(string | undefined)[]> =>
      (await selected())[1].map(({ contextValue }) => contextValue);
    await vscode.commands.executeCommand('mtlLab.pinRun', await itemOf(records[1]!));
    await vscode.commands.executeCommand('mtlLab.pinRun', ...(await selected()));
    assert.deepEqual(await contexts(), ['run.pinned', 'run.pinned']);
    await vscode.commands.executeCommand('mtlLab.unpinRun', ...(await selected()));
    assert.deepEqual(await contexts(), ['run', 'run']);
    const others = (await tree.getChildren()).length - 2;
    await vscode.commands.executeCommand('mtlLab.deleteRun', ...(await selected()));
    assert.equal((await tree.getChildren()).length, others);
    for (const { directory } of records) assert.equal(existsSync(directory), false);
  },

  'the experiment that a run used is shown, and compared with its file now': async () => {
    const { record, experiment } = await trained('used');
    const text = await readFile(experiment.fsPath, 'utf8');
    await writeFile(experiment.fsPath, text.replace('"batchSize": 32', '"batchSize": 64'));
    const item = await itemOf(record);
    await vscode.commands.executeCommand('mtlLab.openUsedExperiment', item);
    const used = vscode.window.activeTextEditor?.document;
    assert.deepEqual(JSON.parse(used?.getText() ?? ''), record.run.experiment);
    await vscode.commands.executeCommand('mtlLab.compareUsedExperiment', item);
    const input = await eventually(() => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      const shown =
        activeTab?.input instanceof vscode.TabInputTextDiff ? activeTab.input : undefined;
      return Promise.resolve(shown);
    });
    const [before, after] = await Promise.all(
      [input.original, input.modified].map(async (uri) =>
        (await vscode.workspace.openTextDocument(uri)).getText().split('\n'),
      ),
    );
    assert.deepEqual(
      after?.filter((line, index) => line !== before?.[index]).map((line) => line.trim()),
      ['"batchSize": 64,'],
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  },

  'a run is trained again as it was, and a stopped one goes on, whatever the file says now':
    async () => {
      const { controller } = await parts();
      const { record, experiment } = await trained('again');
      const text = await readFile(experiment.fsPath, 'utf8');
      await writeFile(experiment.fsPath, text.replace('"seed": 1 }\n}', '"seed": 2 }\n}'));
      const again = nextOutcome(experiment);
      await vscode.commands.executeCommand('mtlLab.trainAgain', await itemOf(record));
      const second = await again;
      assert.equal(second.kind, 'ended');
      assert.notEqual(second.record.run.id, record.run.id);
      assert.deepEqual(second.record.run.experiment, record.run.experiment);
      assert.deepEqual(second.record.run.summary?.test, record.run.summary?.test);

      const long = await writeExperiment('resumed', 100_000);
      const stopped = nextOutcome(long);
      await vscode.commands.executeCommand('mtlLab.train', long);
      await eventually(() => Promise.resolve(controller.state.kind === 'training' || undefined));
      await vscode.commands.executeCommand('mtlLab.stop');
      const part = await stopped;
      assert.equal(part.kind, 'ended');
      const item = await itemOf(part.record);
      assert.match(item.contextValue ?? '', /^run\.resumable/);
      const resumed = nextOutcome(long);
      await vscode.commands.executeCommand('mtlLab.resumeRun', item);
      await eventually(() => Promise.resolve(controller.state.kind === 'training' || undefined));
      await vscode.commands.executeCommand('mtlLab.stop');
      const whole = await resumed;
      assert.equal(whole.kind, 'ended');
      assert.equal(whole.record.directory, part.record.directory);
      assert.equal(whole.record.run.id, part.record.run.id);
    },
};
