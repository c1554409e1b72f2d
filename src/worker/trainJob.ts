import { openBackend } from '../engine/backend/openBackend';
import { loadData } from '../engine/data/loadData';
import { train, workPerStep, type TrainingResult } from '../engine/train';
import type { MainThread } from './mainThread';
import type { EngineJob } from './messages';

/**
 * Loads the data, opens the backend and trains; everything that happens is told to the main thread.
 * @param signal aborted: stop after the call in flight, with a checkpoint
 * @throws MtlError as the engine does
 */
export async function trainJob(
  { source, backend: choice, threads, initialWeights, resume }: EngineJob,
  main: MainThread,
  signal: AbortSignal,
): Promise<TrainingResult> {
  const progress = (text: string): void => main.post({ type: 'progress', text });
  const data = await loadData(source, { progress });
  progress('Compiling the model');
  const { experiment } = source;
  const backend = await openBackend(choice, threads, workPerStep(experiment, data.encoding));
  const { train: training, validation, test, encoding, warnings } = data;
  const rows = { train: training.rows, validation: validation.rows, test: test.rows };
  try {
    return await train({
      experiment,
      data,
      backend,
      signal,
      listener: {
        started: (model, start) =>
          main.record({
            type: 'started',
            model,
            encoding,
            start,
            backend: backend.info,
            rows,
            warnings,
          }),
        events: (events) => main.record({ type: 'events', events }),
        best: (weights, epoch) => main.record({ type: 'best', weights, epoch }, weights),
        checkpoint: (checkpoint) =>
          main.record({ type: 'checkpoint', checkpoint }, checkpoint.tensors),
        snapshot: (checkpoint) => main.post({ type: 'snapshot', checkpoint }, checkpoint.tensors),
      },
      ...(initialWeights && { initialWeights }),
      ...(resume && { resume }),
    });
  } finally {
    main.post({ type: 'backend', backend: backend.info });
    await backend.dispose();
  }
}
