import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { TrainingController } from '../../../src/extension/training/trainingController';
import { TrainingMemory } from '../../../src/extension/training/trainingMemory';
import type { RunRecord } from '../../../src/extension/training/runRecord';
import { liveRecord } from '../../../src/extension/training/trainingState';
import { eventually, extensionId, nextOutcome, parts, writeExperiment } from './host';
import type { Suite } from './runner';

const forever = 100_000;

function steps({ events }: RunRecord): number {
  return events.findLast((event) => event.type === 'step')?.step ?? 0;
}

function live(controller: TrainingController): Promise<RunRecord> {
  return eventually(() => {
    const record = liveRecord(controller.state);
    return Promise.resolve(record && steps(record) > 0 ? record : undefined);
  });
}

function until(condition: () => boolean): Promise<true> {
  return eventually(() => Promise.resolve(condition() || undefined));
}

/** As `workspaceState` keeps it over a reload. */
function memory(): TrainingMemory {
  const values = new Map<string, unknown>();
  return new TrainingMemory({
    keys: () => [...values.keys()],
    get: <Value>(key: string, otherwise?: Value) => (values.get(key) ?? otherwise) as Value,
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  });
}

/** Opens windows, one after the other, that remember what the one before kept. */
function windows() {
  const extension = vscode.extensions.getExtension(extensionId);
  assert.ok(extension);
  const trainer = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'trainer.cjs').fsPath;
  const log = vscode.window.createOutputChannel('MTL Lab test', { log: true });
  const kept = memory();
  const settings = () => ({ backend: 'auto', threads: 1, graceSeconds: 20 }) as const;
  const open = () => new TrainingController(trainer, log, settings, kept);
  return { open, kept, log };
}

export const control: Suite = {
  'a run is paused, stepped, continued and stopped by commands': async () => {
    const { controller, statusBar } = await parts();
    const experiment = await writeExperiment('paused', forever);
    const outcome = nextOutcome(experiment);
    await vscode.commands.executeCommand('mtlLab.train', experiment);
    const record = await live(controller);
    await vscode.commands.executeCommand('mtlLab.pause');
    await until(() => record.run.paused === true);
    assert.match(statusBar.item.text, /^\$\(debug-pause\) paused .* paused$/);
    const held = steps(record);
    await vscode.commands.executeCommand('mtlLab.step');
    await until(() => steps(record) > held);
    assert.equal(steps(record), held + 1);
    await vscode.commands.executeCommand('mtlLab.continue');
    await until(() => record.run.paused === false && steps(record) > held + 1);
    await vscode.commands.executeCommand('mtlLab.pause');
    await until(() => record.run.paused === true);
    await vscode.commands.executeCommand('mtlLab.stop');
    const ended = await outcome;
    assert.ok(ended.kind === 'ended' && ended.record.run.status === 'stopped');
  },

  'what waits can be put into another order': async () => {
    const { controller, experiments } = await parts();
    const [busy, a, b, c] = await Promise.all(
      ['busy', 'a', 'b', 'c'].map((name) => writeExperiment(name, forever)),
    );
    assert.ok(busy && a && b && c);
    for (const uri of [busy, a, b, c]) await vscode.commands.executeCommand('mtlLab.train', uri);
    const queue = (): string[] => controller.queue.map(({ experiment }) => experiment);
    await vscode.commands.executeCommand('mtlLab.moveUpInQueue', c);
    assert.deepEqual(
      queue(),
      [a, c, b].map(({ fsPath }) => fsPath),
    );
    await vscode.commands.executeCommand('mtlLab.moveDownInQueue', a);
    await vscode.commands.executeCommand('mtlLab.moveUpInQueue', c);
    assert.deepEqual(
      queue(),
      [c, a, b].map(({ fsPath }) => fsPath),
    );
    const first = (await experiments.getChildren()).find(({ uri }) => uri.fsPath === c.fsPath);
    assert.match(String(first?.description), /^queued 1/);
    for (const uri of [a, b, c]) {
      await vscode.commands.executeCommand('mtlLab.removeFromQueue', uri);
    }
    const outcome = nextOutcome(busy);
    await vscode.commands.executeCommand('mtlLab.stop');
    await outcome;
    assert.equal(controller.state.kind, 'idle');
  },

  'a window that comes back joins the run and what waited behind it': async () => {
    const [long, next] = [await writeExperiment('joined', forever), await writeExperiment('n', 1)];
    const { open, log } = windows();

    const before = open();
    before.train({ experiment: long.fsPath });
    before.train({ experiment: next.fsPath });
    const record = await live(before);
    before.dispose();

    const after = open();
    await after.rejoin();
    const joined = await live(after);
    assert.equal(joined.run.id, record.run.id);
    assert.deepEqual(after.queue, [{ experiment: next.fsPath }]);
    const seen = steps(joined);
    await until(() => steps(joined) > seen);
    assert.deepEqual(
      joined.events.flatMap((event) => (event.type === 'step' ? [event.step] : [])),
      Array.from({ length: steps(joined) }, (_, index) => index + 1),
    );
    await after.act('pause');
    await until(() => joined.run.paused === true);

    const outcomes: string[] = [];
    after.onDidEnd((outcome) => {
      if (outcome.kind === 'ended') outcomes.push(outcome.record.run.status);
    });
    await after.act('stop');
    await until(() => outcomes.length === 2);
    assert.deepEqual(outcomes, ['stopped', 'completed']);
    await after.rejoin();
    assert.equal(after.state.kind, 'idle');
    after.dispose();
    log.dispose();
  },

  'a window that finds its run ended, or not begun, says what was asked for': async () => {
    const [long, next] = [await writeExperiment('lost', forever), await writeExperiment('n', 1)];
    const { open, kept, log } = windows();
    const [first, second] = [{ experiment: long.fsPath }, { experiment: next.fsPath }];

    const begun = open();
    begun.train(first);
    begun.train(second);
    begun.dispose();
    const reloaded = open();
    assert.deepEqual(await reloaded.rejoin(), [first, second]);
    assert.deepEqual(await reloaded.rejoin(), [], 'it is said once');

    reloaded.train(first);
    const { directory } = await live(reloaded);
    await reloaded.act('stop');
    await until(() => reloaded.state.kind === 'idle');
    kept.remember({ directory, queue: [second] });
    assert.deepEqual(await reloaded.rejoin(), [second]);
    assert.equal(reloaded.state.kind, 'idle');
    reloaded.dispose();
    log.dispose();
  },
};
