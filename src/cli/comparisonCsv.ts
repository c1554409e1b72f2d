import type { ComparedRow, RunComparison } from '../shared/runComparison';
import { csvCell } from './csvCell';
import type { Spread } from '../shared/spread';

/** Full numbers, a column each: means and, named `... deviation`, sample deviations. */
export function comparisonCsv({ metrics, singleTask, groups }: RunComparison): string {
  const spreads = (row: ComparedRow): (readonly [string, Spread | undefined])[] => [
    ...metrics.map(
      ({ task, metric }) => [`${task}.${metric}`, row.metrics[task]?.[metric]] as const,
    ),
    ['seconds', row.seconds],
    ['parameters', row.parameters],
  ];
  const single = singleTask && {
    name: singleTask.name,
    n: singleTask.seconds.n,
    spreads: spreads(singleTask),
    rank: undefined,
  };
  const rows = [
    ...(single ? [single] : []),
    ...groups.map((group) => ({
      name: group.name,
      n: group.runs.length,
      spreads: [
        ...spreads(group),
        ['deltaM', group.deltaM] as const,
        ['deltaP', group.deltaP] as const,
      ],
      rank: group.rank,
    })),
  ];
  const names = rows.at(-1)?.spreads.map(([name]) => name) ?? [];
  const lines = rows.map((row) => {
    const values = new Map(row.spreads);
    const numbers = names.flatMap((name) => [values.get(name)?.mean, values.get(name)?.deviation]);
    return [row.name, row.n, row.rank, ...numbers].map(csvCell).join(',');
  });
  const titles = ['runs', 'n', 'rank', ...names.flatMap((name) => [name, `${name} deviation`])];
  return [titles.map(csvCell).join(','), ...lines].map((line) => `${line}\n`).join('');
}
