import { openBackend } from '../engine/backend/openBackend';
import { loadData } from '../engine/data/loadData';
import { buildModel } from '../engine/model/buildModel';
import { checkModelSize } from '../engine/model/modelSize';
import { workPerStep } from '../engine/model/workPerStep';
import { openModule } from '../engine/ownModel/openModule';
import { train, type TrainingGate, type TrainingResult } from '../engine/train';
import { t } from '../shared/l10n';
import type { MainThread } from './mainThread';
import type { EngineJob } from './messages';

/**
 * Loads the data, opens the backend and trains; everything that happens is told to the main thread.
 * @param signal aborted: stop after the call in flight, with a checkpoint
 * @param gate where training waits while it is paused
 * @throws MtlError as the engine does
 */
export async function trainJob(
  { source, backend: choice, threads, initialWeights, resume, moduleCode }: EngineJob,
  main: MainThread,
  signal: AbortSignal,
  gate: TrainingGate,
): Promise<TrainingResult> {
  const progress = (text: string): void => main.post({ type: 'progress', text });
  const data = await loadData(source, { progress });
  const { experiment } = source;
  const module = await openModule(source, moduleCode);
  const model = buildModel(experiment.model, data.encoding, module);
  const sizeWarnings = checkModelSize(source, model.graph, data.train.rows);
  sizeWarnings.forEach(progress);
  progress(t`Compiling the model`);
  const work = workPerStep(model, data.encoding, experiment.training.batchSize);
  const backend = await openBackend(choice, threads, work);
  const { train: training, validation, test, encoding } = data;
  const warnings = [...data.warnings, ...sizeWarnings];
  const rows = { train: training.rows, validation: validation.rows, test: test.rows };
  try {
    return await train({
      experiment,
      data,
      backend,
      module,
      signal,
      gate,
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
            ...(module && { moduleCode: module.code }),
          }),
        events: (events) => main.record({ type: 'events', events }),
        best: (weights, epoch) => main.record({ type: 'best', weights, epoch }, weights),
        predicted: (predictions) => main.record({ type: 'predicted', predictions }),
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
