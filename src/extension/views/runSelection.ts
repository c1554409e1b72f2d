import { listed, t } from '../../shared/l10n';
import { describeMetric, isBetter } from '../../shared/metricNames';
import { counted } from '../../shared/numberText';
import type { ListedRun } from '../runFolders';
import type { RunStatus } from '../../shared/run';
import { runTitle } from '../../shared/runNotes';
import { statusWord } from '../../shared/words';

/** What runs can be told apart by. */
export type Facet = 'experiment' | 'method' | 'status' | 'tag';
export const facets: readonly Facet[] = ['experiment', 'method', 'status', 'tag'];

/** Which runs are listed: those that have one of the values of each facet, and the text. */
export interface RunFilter {
  readonly values: Readonly<Partial<Record<Facet, readonly string[]>>>;
  /** In the id, the label, the tags or the note; upper and lower case are the same. */
  readonly text: string;
}

export type RunOrder =
  | { readonly by: 'newest' }
  | { readonly by: 'name' }
  /** The best value of a task's metric first. */
  | { readonly by: 'metric'; readonly task: string; readonly metric: string };

export const noFilter: RunFilter = { values: {}, text: '' };

export function facetValues({ run, notes }: ListedRun, facet: Facet): readonly string[] {
  switch (facet) {
    case 'experiment':
      return [run.experiment.name];
    case 'method':
      return [run.experiment.balancing.method];
    case 'status':
      return [run.status];
    case 'tag':
      return notes.tags ?? [];
  }
}

/** What people read for a facet. */
export function facetWord(facet: Facet): string {
  const words = { experiment: t`experiment`, method: t`method`, status: t`status`, tag: t`tag` };
  return words[facet];
}

/** What people read for one of the values of a facet. */
export function facetValueWord(facet: Facet, value: string): string {
  return facet === 'status' ? statusWord(value as RunStatus) : value;
}

/** The runs that the filter lets through, pinned ones first. @param runs newest first */
export function selectRuns(
  runs: readonly ListedRun[],
  filter: RunFilter,
  order: RunOrder,
): readonly ListedRun[] {
  const listed = runs.filter((run) => passes(run, filter)).sort(comparison(order));
  const isPinned = ({ notes }: ListedRun): boolean => notes.pinned === true;
  return [...listed.filter(isPinned), ...listed.filter((run) => !isPinned(run))];
}

/** `2 of 12 runs: status failed or stopped, "baseline"`; empty when nothing is filtered. */
export function filterText({ values, text }: RunFilter, shown: number, all: number): string {
  const parts = facets.flatMap((facet) => {
    const wanted = values[facet] ?? [];
    return wanted.length > 0
      ? [`${facetWord(facet)} ${wanted.map((value) => facetValueWord(facet, value)).join(t` or `)}`]
      : [];
  });
  if (text !== '') parts.push(`"${text}"`);
  return parts.length === 0
    ? ''
    : t`${shown} of ${counted(all, t`run`, t`runs`)}: ${listed(parts)}`;
}

/** The orders that make sense for runs: by each metric that one of them has measured. */
export function ordersOf(runs: readonly ListedRun[]): readonly RunOrder[] {
  const metrics = new Map<string, RunOrder>();
  for (const { run } of runs) {
    for (const [task, { metrics: names }] of Object.entries(run.experiment.tasks)) {
      for (const metric of names) {
        metrics.set(`${task} ${metric}`, { by: 'metric', task, metric });
      }
    }
  }
  return [{ by: 'newest' }, { by: 'name' }, ...metrics.values()];
}

export function orderText(order: RunOrder): string {
  if (order.by === 'newest') return t`Newest first`;
  if (order.by === 'name') return t`By name`;
  return t`Best ${describeMetric(order.metric).label} of ${order.task} first`;
}

function passes(listed: ListedRun, { values, text }: RunFilter): boolean {
  const { run, notes } = listed;
  const words = [run.id, runTitle(listed), ...(notes.tags ?? []), notes.note ?? ''];
  return (
    facets.every((facet) => {
      const wanted = values[facet] ?? [];
      return wanted.length === 0 || facetValues(listed, facet).some((has) => wanted.includes(has));
    }) && words.some((word) => word.toLowerCase().includes(text.toLowerCase()))
  );
}

function comparison(order: RunOrder): (a: ListedRun, b: ListedRun) => number {
  switch (order.by) {
    case 'newest':
      return () => 0;
    case 'name':
      return (a, b) => runTitle(a).localeCompare(runTitle(b));
    case 'metric':
      return (a, b) => {
        const [first, second] = [valueOf(a, order), valueOf(b, order)];
        if (isBetter(order.metric, first, second)) return -1;
        return isBetter(order.metric, second, first) ? 1 : 0;
      };
  }
}

function valueOf(
  { run }: ListedRun,
  { task, metric }: { readonly task: string; readonly metric: string },
): number {
  return run.summary?.best?.[task]?.[metric] ?? Number.NaN;
}
