import type { DashboardUpdate, ListedRun } from '../../src/shared/dashboardMessages';
import { decodeJson } from '../../src/shared/events';
import { isEnvelope } from '../../src/shared/messages';

const updateTypes: Readonly<Record<DashboardUpdate['type'], true>> = {
  runs: true,
  select: true,
  series: true,
  predictions: true,
  unreadable: true,
};

/** Tells an update from the editor from anything else a page may be sent. */
export function isDashboardUpdate(message: unknown): message is DashboardUpdate {
  return isEnvelope(message) && Object.hasOwn(updateTypes, message.type);
}

/** Reads the runs of an update. */
export function readRuns(json: string): readonly ListedRun[] {
  return decodeJson(json) as readonly ListedRun[];
}
