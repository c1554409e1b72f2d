import { t } from './l10n';
import type { RunInfo, RunStatus } from './run';

/** The part of the data that something was measured on. */
export type PartName = 'training' | 'validation' | 'test';

/** What people read for how a run stands; `mixed` for several that stand differently. */
export function statusWord(status: RunStatus | 'paused' | 'mixed'): string {
  const words = {
    running: t`running`,
    paused: t`paused`,
    completed: t`completed`,
    stopped: t`stopped`,
    failed: t`failed`,
    mixed: t`mixed`,
  };
  return words[status];
}

/** The same of a run, which is `running` while it waits. */
export function runStatusWord({ status, paused }: Pick<RunInfo, 'status' | 'paused'>): string {
  return statusWord(paused ? 'paused' : status);
}

/** What people read for a part of the data. */
export function partWord(part: PartName): string {
  const words = { training: t`training`, validation: t`validation`, test: t`test` };
  return words[part];
}

/** What people read for what a chart is over. */
export function axisWord(axis: 'step' | 'epoch' | 'time'): string {
  const words = { step: t`step`, epoch: t`epoch`, time: t`time` };
  return words[axis];
}
