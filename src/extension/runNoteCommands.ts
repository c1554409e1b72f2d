import * as vscode from 'vscode';
import { changeNotes, type RunNotes } from '../runs/runNotes';
import { t } from '../shared/l10n';
import type { ListedRun } from './runFolders';
import { onRun, type Handler } from './runItemHandler';
import { runTitle } from './views/runSelection';
import type { RunsTree } from './views/runsTree';

type RunNoteCommandId =
  'mtlLab.pinRun' | 'mtlLab.unpinRun' | 'mtlLab.renameRun' | 'mtlLab.tagRun' | 'mtlLab.noteRun';

/** The commands by which a person says something of a run. */
export function runNoteCommands(runs: RunsTree): Readonly<Record<RunNoteCommandId, Handler>> {
  const changing = (ask: (found: ListedRun) => PromiseLike<RunNotes | undefined>): Handler =>
    onRun(async ({ found }) => {
      const changes = await ask(found);
      if (!changes) return;
      await changeNotes(found.directory, changes);
      runs.refresh();
    });
  return {
    'mtlLab.pinRun': changing(() => Promise.resolve({ pinned: true })),
    'mtlLab.unpinRun': changing(() => Promise.resolve({ pinned: false })),
    'mtlLab.renameRun': changing(askLabel),
    'mtlLab.tagRun': changing(askTags),
    'mtlLab.noteRun': changing(askNote),
  };
}

async function askLabel(found: ListedRun): Promise<RunNotes | undefined> {
  const label = await vscode.window.showInputBox({
    title: t`Rename Run`,
    prompt: t`Label of the run; empty: the experiment's name. The directory keeps its name.`,
    value: runTitle(found),
  });
  if (label === undefined) return undefined;
  return { label: label.trim() === found.run.experiment.name ? '' : label.trim() };
}

async function askTags({ notes }: ListedRun): Promise<RunNotes | undefined> {
  const text = await vscode.window.showInputBox({
    title: t`Tag Run`,
    prompt: t`Tags, with spaces between them`,
    value: (notes.tags ?? []).join(' '),
  });
  const tags = text?.split(/[\s,]+/).map((tag) => tag.replace(/^#/, ''));
  return tags && { tags: [...new Set(tags)].filter((tag) => tag !== '') };
}

async function askNote({ notes }: ListedRun): Promise<RunNotes | undefined> {
  const note = await vscode.window.showInputBox({
    title: t`Note on Run`,
    prompt: t`What should be remembered of this run; it is part of its tooltip`,
    value: notes.note ?? '',
  });
  return note === undefined ? undefined : { note: note.trim() };
}
