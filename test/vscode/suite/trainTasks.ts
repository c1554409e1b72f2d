import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { readRun } from '../../../src/runs/readRun';
import { eventually, writeExperiment } from './host';
import type { Suite } from './runner';

export const trainTasks: Suite = {
  'there is a task for each experiment, and one trains it': async () => {
    const experiment = await writeExperiment('task', 2);
    const task = await taskOf(experiment);
    assert.equal(task.name, 'train task');
    assert.equal(await execute(task), 0);
    const runs = join(dirname(experiment.fsPath), '.mtl', 'runs');
    const [directory] = await readdir(runs);
    assert.ok(directory);
    assert.equal((await readRun(join(runs, directory))).status, 'completed');
    assert.deepEqual(vscode.languages.getDiagnostics(experiment), []);
  },

  'a task of tasks.json hands its arguments to the command line': async () => {
    const experiment = await writeExperiment('arguments', 2);
    const { definition } = await taskOf(experiment);
    const args = ['--set', 'training.epochs=1', '--run-dir', 'run'];
    await writeTasks([{ ...definition, args, label: 'one epoch' }]);
    const task = await eventually(async () =>
      (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'one epoch'),
    );
    assert.equal(await execute(task), 0);
    const { summary } = await readRun(join(dirname(experiment.fsPath), 'run'));
    assert.equal(summary?.epochs, 1);
  },

  'a mistake that only training finds is a problem at its place': async () => {
    const experiment = await writeExperiment('mistaken', 1);
    const text = await readFile(experiment.fsPath, 'utf8');
    const wrong = text.replace('"target": "positive"', '"target": "positives"');
    await writeFile(experiment.fsPath, wrong);
    assert.equal(await execute(await taskOf(experiment)), 2);
    const problem = await eventually(() =>
      Promise.resolve(
        vscode.languages.getDiagnostics(experiment).find(({ source }) => source === 'MTL Lab'),
      ),
    );
    assert.match(problem.message, /no column 'positives'/);
    const before = wrong.slice(0, wrong.indexOf('"positives"')).split('\n');
    const place = new vscode.Position(before.length - 1, before.at(-1)!.length);
    assert.deepEqual(problem.range.start, place);
  },
};

async function taskOf(experiment: vscode.Uri): Promise<vscode.Task> {
  const tasks = await vscode.tasks.fetchTasks({ type: 'mtl' });
  const path = vscode.workspace.asRelativePath(experiment, false);
  const task = tasks.find(({ definition }) => definition.experiment === path);
  assert.ok(task, `no task for ${path} among ${tasks.map(({ name }) => name).join()}`);
  return task;
}

/** @returns the exit status of the task's process */
async function execute(task: vscode.Task): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      listener.dispose();
      resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
}

async function writeTasks(tasks: readonly object[]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('tasks');
  await configuration.update('version', '2.0.0', vscode.ConfigurationTarget.Workspace);
  await configuration.update('tasks', tasks, vscode.ConfigurationTarget.Workspace);
}
