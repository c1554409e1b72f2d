import { readMetrics } from '../../runs/readMetrics';
import { readModel, readRun } from '../../runs/readRun';
import type { EpochEvent, TrainingEvent } from '../../shared/events';
import type { ShownRun } from '../../shared/messages';
import type { ModelGraph, RunInfo } from '../../shared/run';

/** A run as the editor knows it: growing while it trains, or read from its directory. */
export interface RunRecord extends ShownRun {
  readonly directory: string;
  run: RunInfo;
  readonly model: ModelGraph;
  readonly events: TrainingEvent[];
}

/**
 * @returns the record, and the byte of `metrics.jsonl` after its last event
 * @throws MtlError of kind `data` when the directory does not hold a readable run
 */
export async function readRunRecord(
  directory: string,
): Promise<{ readonly record: RunRecord; readonly offset: number }> {
  const [run, model, metrics] = await Promise.all([
    readRun(directory),
    readModel(directory),
    readMetrics(directory),
  ]);
  const record = { directory, run, model, events: [...metrics.events] };
  return { record, offset: metrics.offset };
}

/** The last finished epoch. */
export function lastEpoch(record: ShownRun): EpochEvent | undefined {
  return record.events.findLast((event) => event.type === 'epoch');
}
