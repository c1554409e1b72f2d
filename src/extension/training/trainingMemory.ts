import type * as vscode from 'vscode';
import type { TrainingOrder } from './trainingState';

/** What trains and what waits. */
export interface Remembered {
  /** Of the run that trains, once there is one. */
  readonly directory?: string | undefined;
  /** What is being started, as long as it has no run, and what waits. */
  readonly queue: readonly TrainingOrder[];
}

const key = 'mtlLab.training';

/** Keeps over a reload of the window what trains and what waits. */
export class TrainingMemory {
  constructor(private readonly memento: vscode.Memento) {}

  recall(): Remembered {
    return this.memento.get<Remembered>(key, { queue: [] });
  }

  remember(remembered: Remembered): void {
    void this.memento.update(key, remembered);
  }
}
