import { readMetrics } from '../runs/readMetrics';
import type { RunInfo } from '../shared/run';
import { RunHistory } from '../shared/runHistory';
import { singleTaskReport } from '../shared/singleTaskReport';

/**
 * What a run's comparison with one model a task says, a line a finding; nothing where there was
 * none. Weights are read from the run's directory: a resumed run has steps from before.
 */
export async function comparisonText(
  { experiment, summary }: RunInfo,
  directory: string,
): Promise<string> {
  if (!summary?.comparison) return '';
  const { events } = await readMetrics(directory);
  const history = new RunHistory(Object.keys(experiment.tasks), events);
  const lines = singleTaskReport(summary.comparison, history).map(
    ({ question, answer }) => `${question} ${answer}\n`,
  );
  return `\n${lines.join('')}`;
}
