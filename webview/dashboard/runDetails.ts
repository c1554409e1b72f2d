import type { Predictions } from '../../src/shared/predictions';
import type { RunSeries } from '../../src/shared/runSeries';
import type { SelectedRun } from './comparison';
import { conflictPictures } from './conflictTab';
import { dashboardText } from './dashboardText';
import { predictionPictures } from './predictionsTab';
import type { ReportSection } from './report';

/** What the tabs show of a single run, for a report: its conflicts and its predictions. */
export function runDetails(
  run: SelectedRun,
  series: RunSeries | undefined,
  predictions: Predictions | null,
): readonly ReportSection[] {
  const conflicts = series && conflictPictures(run, series);
  const section = (title: string, content: ReportSection['content']): ReportSection => ({
    title: `${title} · ${run.label}`,
    content,
  });
  return [
    ...(conflicts ? [section(dashboardText.conflict, conflicts.elements)] : []),
    ...(predictions ? [section(dashboardText.predictions, predictionPictures(predictions))] : []),
  ];
}
