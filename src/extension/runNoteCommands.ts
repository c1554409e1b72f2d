import * as vscode from 'vscode';
import { changeNotes, type RunNotes } from '../runs/runNotes';
import { t } from '../shared/l10n';
import type { ListedRun } from './runFolders';
import { runHandler, type Handler, type RunCondition } from './runHandlers';
import { runTitle } from './views/runSelection';
import type { RunsTree } from './views/runsTree';

type RunNoteCommandId =
  'mtlLab.pinRun' | 'mtlLab.unpinRun' | 'mtlLab.renameRun' | 'mtlLab.tagRun' | 'mtlLab.noteRun';

type Ask = (found: ListedRun, title: string) => PromiseLike<RunNotes | undefined>;

/** The commands by which a person says something of a run. */
export function runNoteCommands(runs: RunsTree): Readonly<Record<RunNoteCommandId, Handler>> {
  const changing = (title: string, ask: Ask, condition?: RunCondition): Handler => {
    const handle = async (found: ListedRun): Promise<void> => {
      const changes = await ask(found, title);
      if (!changes) return;
      await changeNotes(found.directory, changes);
      runs.refresh();
    };
    return runHandler(runs, title, handle, condition);
  };
  const pinning = (title: string, pinned: boolean, otherwise: string): Handler =>
    changing(title, () => Promise.resolve({ pinned }), {
      holds: ({ notes }) => (notes.pinned === true) !== pinned,
      otherwise,
    });
  return {
    'mtlLab.pinRun': pinning(t`Pin Run`, true, t`There is no run that is not pinned.`),
    'mtlLab.unpinRun': pinning(t`Unpin Run`, false, t`There is no pinned run.`),
    'mtlLab.renameRun': changing(t`Rename Run`, askLabel),
    'mtlLab.tagRun': changing(t`Tag Run`, askTags),
    'mtlLab.noteRun': changing(t`Note on Run`, askNote),
  };
}

async function askLabel(found: ListedRun, title: string): Promise<RunNotes | undefined> {
  const label = await vscode.window.showInputBox({
    title,
    prompt: t`Label of the run; empty: the experiment's name. The directory keeps its name.`,
    value: runTitle(found),
  });
  if (label === undefined) return undefined;
  return { label: label.trim() === found.run.experiment.name ? '' : label.trim() };
}

async function askTags({ notes }: ListedRun, title: string): Promise<RunNotes | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: t`Tags, with spaces between them`,
    value: (notes.tags ?? []).join(' '),
  });
  const tags = text?.split(/[\s,]+/).map((tag) => tag.replace(/^#/, ''));
  return tags && { tags: [...new Set(tags)].filter((tag) => tag !== '') };
}

async function askNote({ notes }: ListedRun, title: string): Promise<RunNotes | undefined> {
  const note = await vscode.window.showInputBox({
    title,
    prompt: t`What should be remembered of this run; it is part of its tooltip`,
    value: notes.note ?? '',
  });
  return note === undefined ? undefined : { note: note.trim() };
}
