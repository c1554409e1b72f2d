import * as vscode from 'vscode';
import { changeNotes } from '../runs/runNotes';
import { runTitle, type RunNotes } from '../shared/runNotes';
import { t } from '../shared/l10n';
import { formatCount } from '../shared/numberText';
import type { ListedRun } from './runFolders';
import { runHandler, runsHandler, type Handler } from './runHandlers';
import type { RunsTree } from './views/runsTree';

type RunNoteCommandId =
  'mtlLab.pinRun' | 'mtlLab.unpinRun' | 'mtlLab.renameRun' | 'mtlLab.tagRun' | 'mtlLab.noteRun';

type Ask = (found: ListedRun, title: string) => PromiseLike<RunNotes | undefined>;
/** What changes in the notes of each of several runs. */
type Change = (found: ListedRun) => RunNotes;

/** The commands by which a person says something of a run. */
export function runNoteCommands(runs: RunsTree): Readonly<Record<RunNoteCommandId, Handler>> {
  const change = async (found: readonly ListedRun[], changes: Change): Promise<void> => {
    for (const each of found) await changeNotes(each.directory, changes(each));
    runs.refresh();
  };
  const changing = (title: string, ask: Ask): Handler =>
    runHandler(runs, title, async (found) => {
      const changes = await ask(found, title);
      if (changes) await change([found], () => changes);
    });
  const pinning = (title: string, pinned: boolean, otherwise: string): Handler =>
    runsHandler(runs, title, (found) => change(found, () => ({ pinned })), {
      holds: ({ notes }) => (notes.pinned === true) !== pinned,
      otherwise,
    });
  const tagging = (title: string): Handler =>
    runsHandler(runs, title, async (found) => {
      const changes = await askTags(found, title);
      if (changes) await change(found, changes);
    });
  return {
    'mtlLab.pinRun': pinning(t`Pin Run`, true, t`There is no run that is not pinned.`),
    'mtlLab.unpinRun': pinning(t`Unpin Run`, false, t`There is no pinned run.`),
    'mtlLab.renameRun': changing(t`Rename Run`, askLabel),
    'mtlLab.tagRun': tagging(t`Tag Run`),
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

/** Asks for the tags that all of the runs shall have; what only some of them have stays theirs. */
async function askTags(found: readonly ListedRun[], title: string): Promise<Change | undefined> {
  const [first = [], ...others] = found.map(({ notes }) => notes.tags ?? []);
  const common = first.filter((tag) => others.every((tags) => tags.includes(tag)));
  const prompt =
    found.length === 1
      ? t`Tags, with spaces between them`
      : t`Tags of all ${formatCount(found.length)} runs, with spaces between them; each keeps its others`;
  const text = await vscode.window.showInputBox({ title, prompt, value: common.join(' ') });
  const named = text?.split(/[\s,]+/).map((tag) => tag.replace(/^#/, ''));
  const wanted = named?.filter((tag) => tag !== '');
  return (
    wanted &&
    (({ notes }) => {
      const own = (notes.tags ?? []).filter((tag) => !common.includes(tag));
      return { tags: [...new Set([...own, ...wanted])] };
    })
  );
}

async function askNote({ notes }: ListedRun, title: string): Promise<RunNotes | undefined> {
  const note = await vscode.window.showInputBox({
    title,
    prompt: t`What should be remembered of this run; it is part of its tooltip`,
    value: notes.note ?? '',
  });
  return note === undefined ? undefined : { note: note.trim() };
}
