import { unwatchFile, watchFile } from 'node:fs';
import { rm } from 'node:fs/promises';
import { readControl, type RunAction } from '../runs/runControl';
import { runFiles } from '../runs/runFiles';

/** Milliseconds between two looks: one system call each. */
const interval = 100;

/** Watches `control.json` of a run for what a person wants of it. */
export class ControlWatch {
  private file: string | undefined;
  private last: RunAction = 'continue';
  private steps = 0;

  constructor(private readonly onAction: (action: RunAction) => void) {}

  begin(directory: string): void {
    this.file = runFiles(directory).control;
    watchFile(this.file, { interval, persistent: false }, () => void this.look(directory));
  }

  /** Ends the watch; what was wanted of the run is no longer of interest. */
  async end(): Promise<void> {
    if (!this.file) return;
    unwatchFile(this.file);
    await rm(this.file, { force: true });
  }

  private async look(directory: string): Promise<void> {
    const control = await readControl(directory);
    if (!control) return;
    const { wanted, steps } = control;
    this.tell(wanted === 'run' ? 'continue' : wanted);
    for (; this.steps < steps; this.steps++) if (wanted === 'pause') this.onAction('step');
  }

  private tell(action: RunAction): void {
    if (action !== this.last) this.onAction(action);
    this.last = action;
  }
}
