import * as vscode from 'vscode';
import { toErrorReport } from '../shared/errors';
import type { CommandId } from './commandIds';
import { Disposable } from './disposable';
import { showError } from './errorNotification';

export type CommandTable = Readonly<Record<CommandId, (argument: unknown) => unknown>>;

/** Registers every command; what one throws is shown with its hint and the way to the log. */
export class Commands extends Disposable {
  constructor(table: CommandTable, log: vscode.LogOutputChannel) {
    super();
    for (const [id, handle] of Object.entries(table)) {
      const run = async (argument: unknown): Promise<unknown> => {
        try {
          return await handle(argument);
        } catch (error) {
          log.error(error instanceof Error ? error : String(error));
          void showError(toErrorReport(error), log);
          return undefined;
        }
      };
      this.register(vscode.commands.registerCommand(id, run));
    }
  }
}
