import { join } from 'node:path';

/** Where the files of a run are. */
export interface RunFiles {
  readonly run: string;
  readonly metrics: string;
  readonly model: string;
  readonly encoding: string;
  /** Of a run of an own model: its script. */
  readonly module: string;
  readonly weights: string;
  readonly control: string;
  readonly notes: string;
  readonly predictions: string;
  readonly checkpointFolder: string;
  readonly checkpoint: string;
}

export function runFiles(directory: string): RunFiles {
  const checkpointFolder = join(directory, 'checkpoint');
  return {
    run: join(directory, 'run.json'),
    metrics: join(directory, 'metrics.jsonl'),
    model: join(directory, 'model.json'),
    encoding: join(directory, 'encoding.json'),
    module: join(directory, 'model.bundle.js'),
    weights: join(directory, 'weights.safetensors'),
    control: join(directory, 'control.json'),
    notes: join(directory, 'notes.json'),
    predictions: join(directory, 'predictions.safetensors'),
    checkpointFolder,
    checkpoint: join(checkpointFolder, 'state.safetensors'),
  };
}
