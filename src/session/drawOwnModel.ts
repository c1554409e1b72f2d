import type { Encoding } from '../shared/encoding';
import { MtlError } from '../shared/errors';
import type { ExperimentSource } from '../shared/parseExperiment';
import type { ModelGraph } from '../shared/run';
import type { EngineReport } from '../worker/messages';
import { EngineThread } from './engineThread';

/**
 * Draws the own model of an experiment, in a thread of its own: its code may do anything.
 * @throws MtlError of kind `experiment` at the line of the module that is wrong
 */
export async function drawOwnModel(
  source: ExperimentSource,
  encoding: Encoding,
): Promise<ModelGraph> {
  let engine: EngineThread | undefined;
  try {
    const report = await new Promise<EngineReport>((resolve) => {
      engine = new EngineThread(resolve);
      engine.post({ type: 'draw', job: { source, encoding } });
    });
    if (report.type === 'drawn') return report.model;
    if (report.type === 'failed') throw new MtlError(report.error);
    throw report.type === 'defect' ? report.error : new Error(`drawing led to ${report.type}`);
  } finally {
    await engine?.end();
  }
}
