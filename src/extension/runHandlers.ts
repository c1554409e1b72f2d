import * as vscode from 'vscode';
import { t } from '../shared/l10n';
import { runStatusWord } from '../shared/words';
import type { ListedRun } from './runFolders';
import { RunItem, rowsMeant, type RunsTree } from './views/runsTree';

/** `selected`: the rows that are selected, where the one that it is called on is one of several. */
export type Handler = (argument: unknown, selected?: unknown) => unknown;

/** Which runs something can be done with. */
export interface RunCondition {
  readonly holds: (found: ListedRun) => boolean;
  /** Said where it does not hold: why nothing is done. */
  readonly otherwise: string;
}

const anyRun: RunCondition = { holds: () => true, otherwise: t`There is no run yet.` };

/** What the manifest's key bindings hand over: the row of the Runs view that has the focus is meant. */
const focusedRow = 'focused';

/**
 * A command on a run: on the row of the Runs view that it was called on, by a key on the one with
 * the focus, from the command palette on one that the person picks.
 * @param title what is going to be done, above the runs to pick from
 */
export function runHandler(
  runs: RunsTree,
  title: string,
  handle: (found: ListedRun) => unknown,
  condition = anyRun,
): Handler {
  return async (argument) => {
    const found =
      argument instanceof RunItem
        ? argument.found
        : argument === focusedRow
          ? (await runs.focused())?.found
          : await pickRun(runs, title, condition);
    if (!found) return;
    if (condition.holds(found)) await handle(found);
    else sayWhyNot(condition);
  };
}

/**
 * As {@link runHandler}, of what several runs can have done at once: where the row is one of several
 * that are selected, on all of those for which the condition holds.
 */
export function runsHandler(
  runs: RunsTree,
  title: string,
  handle: (found: readonly ListedRun[]) => unknown,
  condition = anyRun,
): Handler {
  const onOne = runHandler(runs, title, (found) => handle([found]), condition);
  return async (argument, selected) => {
    const rows =
      argument === focusedRow ? await runs.focusedOrSelected() : rowsMeant(argument, selected);
    if (rows.length < 2) {
      await onOne(rows[0] ?? argument);
      return;
    }
    const possible = rows.map(({ found }) => found).filter(condition.holds);
    if (possible.length > 0) await handle(possible);
    else sayWhyNot(condition);
  };
}

/** The run that a person picks of those for which the condition holds, selected ones first. */
async function pickRun(
  runs: RunsTree,
  title: string,
  condition: RunCondition,
): Promise<ListedRun | undefined> {
  const possible = (await runs.all()).filter((found) => condition.holds(found));
  if (possible.length === 0) {
    sayWhyNot(condition);
    return undefined;
  }
  const selected = new Set(runs.selected.map(({ found }) => found.directory));
  const isSelected = ({ directory }: ListedRun): number => Number(selected.has(directory));
  const items = possible.toSorted((a, b) => isSelected(b) - isSelected(a)).map(pickItem);
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: t`Choose a run`,
    matchOnDescription: true,
  });
  return picked?.found;
}

/** A run as it stands in the Runs view, with its status in words. */
function pickItem(found: ListedRun) {
  const item = new RunItem(found);
  return {
    label: item.title,
    description: `${runStatusWord(found.run)} · ${item.description}`,
    iconPath: item.iconPath,
    found,
  };
}

function sayWhyNot({ otherwise }: RunCondition): void {
  void vscode.window.showInformationMessage(otherwise);
}
