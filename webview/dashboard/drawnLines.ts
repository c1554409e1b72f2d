import { valueText } from '../../src/shared/settingText';
import { taskStyle, type TaskStyle } from '../tasks';
import type { SelectedRun } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';
import { sharedTitle, type RunRow } from './runRows';

/** A line of the charts: a run, or the mean of runs that differ only by seed. */
export interface DrawnLine {
  /** The row of the table that it is drawn for. */
  readonly row: RunRow;
  /** Directories of its runs. */
  readonly runs: readonly string[];
  readonly label: string;
  readonly style: TaskStyle;
}

/** The lines of the selected runs, each with the style that it keeps. */
export function drawnLines(
  selected: readonly SelectedRun[],
  rows: readonly RunRow[],
  state: DashboardStore,
): readonly DrawnLine[] {
  const groupOf = new Map(rows.flatMap((row) => row.members.map((member) => [member.key, row])));
  const lines = new Map<string, { readonly row: RunRow; readonly runs: SelectedRun[] }>();
  for (const run of selected) {
    const group = state.current.eachSeed ? undefined : groupOf.get(run.directory);
    const row = group && selected.filter(isOf(group)).length > 1 ? group : run.row;
    const line = lines.get(row.key);
    if (line) line.runs.push(run);
    else lines.set(row.key, { row, runs: [run] });
  }
  state.assignStyles([...lines.keys()]);
  return [...lines.values()].map(({ row, runs }) => ({
    row,
    runs: runs.map(({ directory }) => directory),
    label: runs.length > 1 ? meanLabel(row, runs) : (runs[0]?.label ?? ''),
    style: taskStyle(state.styleOf(row.key)),
  }));
}

const isOf =
  (group: RunRow) =>
  ({ directory }: SelectedRun): boolean =>
    group.members.some(({ key }) => key === directory);

/** `adult · mgda, learningRate 0.01 · mean of 3 seeds`. */
function meanLabel(row: RunRow, runs: readonly SelectedRun[]): string {
  const title = sharedTitle(runs.map(({ listed }) => listed));
  return [title, settingsLabel(row), dashboardText.meanOf(runs.length)].filter(Boolean).join(' · ');
}

/** The first settings in which a row differs from others; a word says by itself what it is. */
export function settingsLabel({ settings }: RunRow): string {
  const texts = Object.entries(settings).map(([path, value]) =>
    typeof value === 'string' ? value : `${path.split('.').at(-1)} ${valueText(value)}`,
  );
  return texts.slice(0, 2).join(', ');
}
