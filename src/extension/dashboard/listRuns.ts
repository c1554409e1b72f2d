import { readLastEpoch } from '../../runs/lastEpoch';
import type { ListedRun } from '../../shared/dashboardMessages';
import { toErrorReport } from '../../shared/errors';
import { judged } from '../../shared/runHistory';
import type { WorkspaceRuns } from '../workspaceRuns';

/** The runs of the workspace, newest first, each with the metrics of its newest epoch. */
export async function listRuns(
  workspace: WorkspaceRuns,
  skip: (directory: string, reason: string) => void,
): Promise<readonly ListedRun[]> {
  const found = await workspace.find(skip);
  return Promise.all(
    found.map(async ({ directory, run, notes }): Promise<ListedRun> => {
      const last = await readLastEpoch(directory).catch((error: unknown) => {
        skip(directory, toErrorReport(error).message);
        return undefined;
      });
      return { directory, run, notes, ...(last && { last: judged(last) }) };
    }),
  );
}
