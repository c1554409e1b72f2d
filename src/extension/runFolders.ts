import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { readRun, type FoundRun } from '../runs/readRun';
import { toErrorReport } from '../shared/errors';

export const runGlob = '**/.mtl/runs/*/run.json';
const notRuns = '**/node_modules/**';

/**
 * The runs of the workspace, newest first; what looks like a run and cannot be read is handed to
 * `skip` with the reason.
 */
export async function findRuns(
  skip: (directory: string, reason: string) => void,
): Promise<FoundRun[]> {
  const files = await vscode.workspace.findFiles(runGlob, notRuns);
  const found = await Promise.all(
    files.map(async ({ fsPath }) => {
      const directory = dirname(fsPath);
      try {
        return [{ directory, run: await readRun(directory) }];
      } catch (error) {
        skip(directory, toErrorReport(error).message);
        return [];
      }
    }),
  );
  return found.flat().sort((a, b) => b.run.start.localeCompare(a.run.start));
}
