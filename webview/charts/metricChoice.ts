import type { Experiment } from '../../src/shared/experiment';
import { text } from '../text';
import { eachFirst } from '../viewState';

type Tasks = Experiment['tasks'];

/** What can be picked: each metric that a task measures, and the first of each task. */
export function metricChoices(tasks: Tasks): { value: string; label: string }[] {
  const specs = Object.values(tasks);
  const names = [...new Set(specs.flatMap(({ metrics }) => metrics))];
  const firsts = new Set(specs.map(({ metrics }) => metrics[0]));
  const common = firsts.size === 1 ? names[0] : undefined;
  return [
    { value: eachFirst, label: common === undefined ? text.firstMetrics : text.metric(common) },
    ...names
      .filter((name) => name !== common)
      .map((name) => ({ value: name, label: text.metric(name) })),
  ];
}

/** The metric to draw of each task; a task that does not measure the picked one has none. */
export function chosenMetrics(tasks: Tasks, picked: string): ReadonlyMap<string, string> {
  const isMeasured = Object.values(tasks).some(({ metrics }) => metrics.includes(picked));
  return new Map(
    Object.entries(tasks).flatMap(([task, { metrics }]) => {
      const metric = isMeasured ? metrics.find((name) => name === picked) : metrics[0];
      return metric === undefined ? [] : [[task, metric]];
    }),
  );
}
