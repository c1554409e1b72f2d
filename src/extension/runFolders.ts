import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { readNotes } from '../runs/runNotes';
import { readRun, type FoundRun } from '../runs/readRun';
import { toErrorReport } from '../shared/errors';
import type { NotedRun } from '../shared/runNotes';

const runGlob = '**/.mtl/runs/*/run.json';
/** The files of a run that say something to a list of runs. */
export const listedFiles: readonly string[] = ['run.json', 'model.json', 'notes.json'];
/**
 * What says that the list of runs is another one. The folders, too: a watcher can miss a file that
 * is written into a folder right after that was created.
 */
export const watchedGlob = `{${[
  '**/.mtl',
  '**/.mtl/runs',
  '**/.mtl/runs/*',
  ...listedFiles.map((name) => `**/.mtl/runs/*/${name}`),
].join(',')}}`;
const notRuns = '**/node_modules/**';

/** A run where it lies, with what a person says of it. */
export interface ListedRun extends FoundRun, NotedRun {}

/**
 * The runs of the workspace, newest first; what looks like a run and cannot be read is handed to
 * `skip` with the reason.
 */
export async function findRuns(
  skip: (directory: string, reason: string) => void,
): Promise<ListedRun[]> {
  const files = await vscode.workspace.findFiles(runGlob, notRuns);
  const found = await Promise.all(
    files.map(async ({ fsPath }) => {
      const directory = dirname(fsPath);
      try {
        const [run, notes] = await Promise.all([readRun(directory), readNotes(directory)]);
        return [{ directory, run, notes }];
      } catch (error) {
        skip(directory, toErrorReport(error).message);
        return [];
      }
    }),
  );
  return found.flat().sort((a, b) => b.run.start.localeCompare(a.run.start));
}
