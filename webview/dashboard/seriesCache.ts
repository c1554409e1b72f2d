import type { ListedRun } from '../../src/shared/dashboardMessages';
import type { RunSeries } from '../../src/shared/runSeries';

/** The columns of the runs that were drawn, asked for when they are needed. */
export class SeriesCache {
  /** By directory. */
  readonly series = new Map<string, RunSeries>();
  /** What was asked for: the status that the run had then, by directory. */
  private readonly asked = new Map<string, string>();

  /** @param ask asks the editor for the columns of runs */
  constructor(private readonly ask: (runs: readonly string[]) => void) {}

  /** Asks for what is missing, and for what came before the run went on to another status. */
  need(selected: readonly { readonly directory: string; readonly listed: ListedRun }[]): void {
    const missing = selected.filter(
      ({ directory, listed }) => this.asked.get(directory) !== listed.run.status,
    );
    if (missing.length === 0) return;
    for (const { directory, listed } of missing) this.asked.set(directory, listed.run.status);
    this.ask(missing.map(({ directory }) => directory));
  }

  /** Asks once more for the runs that still train. */
  refresh(selected: readonly { readonly directory: string; readonly listed: ListedRun }[]): void {
    const running = selected.filter(({ listed }) => listed.run.status === 'running');
    if (running.length > 0) this.ask(running.map(({ directory }) => directory));
  }
}
