import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../../src/extension/commandIds';
import { extensionId, parts } from './host';
import type { Suite } from './runner';

export const activation: Suite = {
  'a command of the extension activates it': async () => {
    await vscode.commands.executeCommand('mtlLab.refreshRuns');
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
  },

  'every declared command is registered': async () => {
    await parts();
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      registered.filter((id) => (commandIds as readonly string[]).includes(id)).sort(),
      [...commandIds].sort(),
    );
  },

  'the three views are there': async () => {
    const registered = await vscode.commands.getCommands(true);
    for (const view of ['experiments', 'metrics', 'runs']) {
      assert.ok(registered.includes(`mtlLab.${view}.focus`), view);
    }
  },

  'Show Metrics and Show Log open what they say': async () => {
    await vscode.commands.executeCommand('mtlLab.showMetrics');
    await vscode.commands.executeCommand('mtlLab.showLog');
  },
};
