import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { liveRecord } from '../../../src/extension/training/trainingState';
import { decodeEvent } from '../../../src/shared/events';
import { eventually, nextOutcome, parts, train, writeExperiment } from './host';
import type { Suite } from './runner';

/** More epochs than a test ever waits for. */
const forever = 100_000;

export const training: Suite = {
  'what is trained is what the editors show, of the table as of the experiment': async () => {
    const uri = await writeExperiment('unsaved', 2);
    const edit = new vscode.WorkspaceEdit();
    const table = vscode.Uri.joinPath(uri, '..', 'table.csv');
    const documents = await Promise.all(
      [uri, table].map((each) => vscode.workspace.openTextDocument(each)),
    );
    const [experiment, rows] = documents.map((each) => each.getText());
    const whole = new vscode.Range(0, 0, 100_000, 0);
    edit.replace(uri, whole, experiment!.replace('"epochs": 2', '"epochs": 3'));
    edit.replace(table, whole, rows!.split('\n').slice(0, 101).join('\n'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(documents.every(({ isDirty }) => isDirty));
    const outcome = await train(uri);
    assert.equal(outcome.kind, 'ended');
    const { run } = outcome.record;
    assert.equal(run.summary?.epochs, 3);
    assert.equal(run.rows.train + run.rows.validation + run.rows.test, 100);
  },

  'without a file, the experiment in front is trained, also while its text still loads':
    async () => {
      const before = await writeExperiment('before', 1);
      await vscode.window.showTextDocument(before);
      const opened = await writeExperiment('opened', 1);
      let load: (text: Uint8Array) => void = () => assert.fail('nobody reads the file');
      const loaded = new Promise<Uint8Array>((resolve) => (load = resolve));
      const provider = vscode.workspace.registerFileSystemProvider('slow', slowFiles(loaded));
      try {
        const slow = opened.with({ scheme: 'slow' });
        void vscode.commands.executeCommand('vscode.open', slow);
        await eventually(() => Promise.resolve(slow.toString() === tabInFront() || undefined));
        assert.equal(vscode.window.activeTextEditor, undefined);
        const outcome = nextOutcome(opened);
        void vscode.commands.executeCommand('mtlLab.train');
        load(await readFile(opened.fsPath));
        assert.equal((await outcome).kind, 'ended');
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      } finally {
        provider.dispose();
      }
    },

  'what a run reports is what its directory holds, and is shown': async () => {
    const { shown, statusBar, runs } = await parts();
    const experiment = await writeExperiment('tiny', 3);
    const outcome = await train(experiment);
    assert.equal(outcome.kind, 'ended');
    const { directory, run, events } = outcome.record;
    assert.equal(run.status, 'completed', run.error?.message ?? '');
    const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
    assert.deepEqual(events, lines.map(decodeEvent));
    assert.equal(shown.current, outcome.record);
    assert.equal(statusBar.item.text, '$(check) tiny');

    const item = (await runs.getChildren()).at(0);
    assert.equal(item?.found.run.id, run.id, 'the newest run is first');
    assert.equal(item.label, 'tiny');
    assert.match(item.description, /amount RMSE \d.* · positive AUC 0\.\d{3}/);
  },

  'a run on disk is shown again as it was': async () => {
    const { shown } = await parts();
    const first = await train(await writeExperiment('first', 2));
    const second = await train(await writeExperiment('second', 2));
    assert.ok(first.kind === 'ended' && second.kind === 'ended');
    await shown.show(first.record.directory);
    assert.notEqual(shown.current, first.record);
    assert.deepEqual(shown.current?.events, first.record.events);
    assert.deepEqual(shown.current.run, first.record.run);
  },

  'an experiment that is asked for meanwhile is queued, and follows when the first is stopped':
    async () => {
      const { controller, experiments, statusBar } = await parts();
      const [long, short] = [
        await writeExperiment('long', forever),
        await writeExperiment('next', 1),
      ];
      const outcomes = [nextOutcome(long), nextOutcome(short)] as const;
      await vscode.commands.executeCommand('mtlLab.train', long);
      await vscode.commands.executeCommand('mtlLab.train', short);
      assert.deepEqual(controller.queue, [{ experiment: short.fsPath }]);
      const stateOf = async (uri: vscode.Uri): Promise<string | undefined> =>
        (await experiments.getChildren()).find((item) => item.uri.fsPath === uri.fsPath)
          ?.contextValue;
      assert.equal(await stateOf(long), 'experiment.running');
      assert.equal(await stateOf(short), 'experiment.queued');

      await eventually(() =>
        Promise.resolve(
          /^\$\(loading~spin\) long [1-9][\d,]*\/100,000$/.exec(statusBar.item.text) ?? undefined,
        ),
      );
      const { tooltip } = statusBar.item;
      assert.ok(tooltip instanceof vscode.MarkdownString);
      assert.match(tooltip.value, /Queued: next/);

      await vscode.commands.executeCommand('mtlLab.stop');
      const stopped = await outcomes[0];
      assert.ok(stopped.kind === 'ended' && stopped.record.run.status === 'stopped');
      const followed = await outcomes[1];
      assert.ok(followed.kind === 'ended' && followed.record.run.status === 'completed');
      assert.equal(controller.state.kind, 'idle');
      assert.equal(await stateOf(short), 'experiment');
    },

  'an experiment can be taken from the queue': async () => {
    const { controller } = await parts();
    const [long, short] = [await writeExperiment('busy', forever), await writeExperiment('not', 1)];
    const outcome = nextOutcome(long);
    await vscode.commands.executeCommand('mtlLab.train', long);
    await vscode.commands.executeCommand('mtlLab.train', short);
    await vscode.commands.executeCommand('mtlLab.removeFromQueue', short);
    assert.deepEqual(controller.queue, []);
    await vscode.commands.executeCommand('mtlLab.stop');
    await outcome;
    assert.equal(controller.state.kind, 'idle');
  },

  'an experiment that is not valid is refused with the place of the mistake': async () => {
    const { statusBar } = await parts();
    const experiment = await writeExperiment('wrong', 3);
    const document = await vscode.workspace.openTextDocument(experiment);
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('"epochs"');
    edit.replace(
      experiment,
      new vscode.Range(document.positionAt(at), document.positionAt(at + '"epochs"'.length)),
      '"epoch"',
    );
    await vscode.workspace.applyEdit(edit);
    const outcome = await train(experiment);
    assert.equal(outcome.kind, 'refused');
    const { location } = outcome.error;
    assert.equal(basename(location?.file ?? ''), basename(experiment.fsPath));
    assert.equal((location?.line ?? 0) - 1, document.positionAt(at).line);
    assert.equal(statusBar.item.text, '$(error) wrong');
  },

  'a trainer that is killed leaves a failed run with the reason': async () => {
    const { controller } = await parts();
    const experiment = await writeExperiment('killed', forever);
    const outcome = nextOutcome(experiment);
    await vscode.commands.executeCommand('mtlLab.train', experiment);
    const record = await eventually(() => {
      const live = liveRecord(controller.state);
      return Promise.resolve(live && live.events.length > 0 ? live : undefined);
    });
    process.kill(record.run.pid, 'SIGKILL');
    const ended = await outcome;
    assert.equal(ended.kind, 'ended');
    assert.equal(ended.record.run.status, 'failed');
    assert.equal(ended.record.run.error?.code, 'trainer-crashed');
    const written = await readFile(join(record.directory, 'run.json'), 'utf8');
    assert.match(written, /"status": "failed"/);
  },
};

function tabInFront(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText ? input.uri.toString() : undefined;
}

/** Files that all have this content, as soon as it is there. */
function slowFiles(content: Promise<Uint8Array>): vscode.FileSystemProvider {
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const stat = (): vscode.FileStat => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: 1 });
  const nothing = (): vscode.Disposable => new vscode.Disposable(() => undefined);
  return {
    ...{ stat, readFile: () => content, watch: nothing },
    ...{ onDidChangeFile: nothing, readDirectory: () => [] },
    ...{ createDirectory: refuse, writeFile: refuse, delete: refuse, rename: refuse },
  };
}
