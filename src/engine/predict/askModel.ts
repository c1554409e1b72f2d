import type { Answer, ModelQuestion } from '../../shared/answers';
import { openBackend } from '../backend/openBackend';
import { encodeTable } from './encodeTable';
import { predict } from './predict';
import { singleRow } from './singleRow';
import type { TrainedRun } from './trainedRun';

/**
 * What a model says of one row.
 * @throws MtlError of kind `data` when the row cannot be encoded
 */
export async function askModel(
  run: TrainedRun,
  { cells, folder }: ModelQuestion,
  missing: readonly string[],
): Promise<readonly Answer[]> {
  const row = await encodeTable(run.encoding, singleRow(cells, folder), missing);
  const backend = await openBackend('onnxruntime', 1, 0);
  try {
    const [answers = []] = await predict(run, backend, row);
    return answers;
  } finally {
    await backend.dispose();
  }
}
