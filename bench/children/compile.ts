import { readFileSync } from 'node:fs';
import { loadData } from '../../src/engine/data/loadData';
import { openBackend } from '../../src/engine/backend/openBackend';
import { buildModel } from '../../src/engine/model/buildModel';
import { workPerStep } from '../../src/engine/model/workPerStep';
import { openModule } from '../../src/engine/ownModel/openModule';
import { train } from '../../src/engine/train';
import type { BackendChoice } from '../../src/shared/messages';
import { parseExperiment } from '../../src/shared/parseExperiment';
import { quietListener } from './quietListener';

/** Milliseconds from loaded data to a compiled model, in a process of its own as users meet it. */
async function compile(choice: BackendChoice, file: string): Promise<number> {
  const text = readFileSync(file, 'utf8');
  const experiment = parseExperiment(text, file);
  const source = { file, text, experiment };
  const data = await loadData(source);
  const module = await openModule(source);
  const model = buildModel(experiment.model, data.encoding, module);
  const work = workPerStep(model, data.encoding, experiment.training.batchSize);
  const backend = await openBackend(choice, 'auto', work);
  const stop = new AbortController();
  const begin = performance.now();
  let end = begin;
  const listener = quietListener(() => {
    end = performance.now();
    stop.abort();
  });
  await train({ experiment, data, module, backend, signal: stop.signal, listener });
  return end - begin;
}

const [, , backend, file = ''] = process.argv;
void compile(backend as BackendChoice, file).then((milliseconds) =>
  process.stdout.write(JSON.stringify({ 'compile ms': milliseconds })),
);
