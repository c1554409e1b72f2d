import * as vscode from 'vscode';
import type { CommandId } from './commandIds';
import { Disposable } from './disposable';
import { showThrown } from './errorNotification';

/** `selected`: where several items of a tree are selected, all of them. */
export type CommandHandler = (argument: unknown, selected?: unknown) => unknown;
export type CommandTable = Readonly<Record<CommandId, CommandHandler>>;

/** Registers every command; what one throws is shown with its hint and the way to the log. */
export class Commands extends Disposable {
  constructor(table: CommandTable, log: vscode.LogOutputChannel) {
    super();
    for (const [id, handle] of Object.entries(table)) {
      const run = async (argument: unknown, selected: unknown): Promise<unknown> => {
        try {
          return await handle(argument, selected);
        } catch (error) {
          void showThrown(error, log);
          return undefined;
        }
      };
      this.register(vscode.commands.registerCommand(id, run));
    }
  }
}
