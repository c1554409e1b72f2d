import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ExtensionParts } from '../../../src/extension/extension';
import type { TrainingOutcome } from '../../../src/extension/training/trainingState';

export const extensionId = 'mtl-lab.mtl-lab';

/** The parts of the running extension. */
export async function parts(): Promise<ExtensionParts> {
  const extension = vscode.extensions.getExtension<ExtensionParts>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return extension.activate();
}

export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(folder, 'the tests need a workspace folder');
  return folder;
}

/** Waits until `find` finds something. */
export async function eventually<Found>(find: () => Promise<Found | undefined>): Promise<Found> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const found = await find();
    if (found !== undefined) return found;
    await delay(100);
  }
  throw new Error(`still not so after 20 s: ${find.toString()}`);
}

/** The outcome of the next training of an experiment that ends. */
export async function nextOutcome(experiment: vscode.Uri): Promise<TrainingOutcome> {
  const { controller } = await parts();
  return new Promise((resolve) => {
    const listener = controller.onDidEnd((outcome) => {
      if (outcome.experiment !== experiment.fsPath) return;
      listener.dispose();
      resolve(outcome);
    });
  });
}

/** Stops what trains, and what waits behind it. */
export async function stopAll(): Promise<void> {
  const { controller } = await parts();
  for (const order of controller.queue) controller.removeFromQueue(order);
  await controller.act('stop');
  await eventually(() => Promise.resolve(controller.state.kind === 'idle' || undefined));
}

/** Trains an experiment by the command, and waits for how that comes out. */
export async function train(experiment: vscode.Uri): Promise<TrainingOutcome> {
  const outcome = nextOutcome(experiment);
  await vscode.commands.executeCommand('mtlLab.train', experiment);
  return outcome;
}

/** Writes an experiment with two tasks on 200 rows into a new folder of the workspace. */
export async function writeExperiment(name: string, epochs: number): Promise<vscode.Uri> {
  const folder = await mkdtemp(join(workspaceFolder(), `${name}-`));
  const rows = Array.from({ length: 200 }, (_, row) => {
    const [x, y] = [Math.sin(row), Math.cos(3 * row)];
    return `${x.toFixed(4)},${y.toFixed(4)},${(2 * x - y).toFixed(4)},${x + y > 0 ? 'yes' : 'no'}`;
  });
  await writeFile(join(folder, 'table.csv'), `x,y,amount,positive\n${rows.join('\n')}\n`);
  const file = join(folder, `${name}.mtl.json`);
  await writeFile(file, experimentText(name, epochs));
  return vscode.Uri.file(file);
}

function experimentText(name: string, epochs: number): string {
  return `{
  "name": "${name}",
  "data": { "train": "table.csv", "split": { "validation": 0.2, "test": 0.2, "seed": 1 } },
  "tasks": {
    "amount": { "type": "regression", "target": "amount" },
    "positive": { "type": "binary", "target": "positive" }
  },
  "model": { "architecture": "hard-sharing", "shared": [{ "dense": 8, "activation": "relu" }] },
  "training": { "epochs": ${epochs}, "batchSize": 32, "seed": 1 }
}
`;
}
