import { existsSync } from 'node:fs';
import { MtlError } from '../shared/errors';
import type { Predictions, TaskPredictions } from '../shared/predictions';
import type { NamedTensor } from '../shared/weights';
import { runFiles } from './runFiles';
import { encodeSafetensors, readSafetensors } from './safetensors';
import { t } from '../shared/l10n';

/** The content of `predictions.safetensors`: tensors by task, the rest as JSON in the metadata. */
interface Description {
  readonly part: Predictions['part'];
  readonly tasks: readonly Pick<TaskPredictions, 'name' | 'width' | 'targetWidth' | 'classes'>[];
  readonly texts?: Predictions['texts'];
}

const key = 'predictions';
const valuesOf = (task: string): string => `${task}/prediction`;
const targetsOf = (task: string): string => `${task}/target`;

export function encodePredictions({ part, rows, tasks, texts }: Predictions): Uint8Array {
  const description: Description = {
    part,
    tasks: tasks.map(({ name, width, targetWidth, classes }) => ({
      ...{ name, width },
      ...(targetWidth !== undefined && { targetWidth }),
      ...(classes && { classes }),
    })),
    ...(texts && { texts }),
  };
  const n = rows.length;
  const tensors: NamedTensor[] = [{ name: 'rows', shape: [n], values: rows }];
  for (const { name, width, values, targets, targetWidth } of tasks) {
    const shape = targetWidth === undefined ? [n] : [n, targetWidth];
    tensors.push({ name: valuesOf(name), shape: [n, width], values });
    tensors.push({ name: targetsOf(name), shape, values: targets });
  }
  return encodeSafetensors({ tensors, metadata: { [key]: JSON.stringify(description) } });
}

/**
 * Reads what a run predicted; undefined where it has not, or was of an earlier version.
 * @throws MtlError of kind `data` when the file is damaged
 */
export async function readPredictions(directory: string): Promise<Predictions | undefined> {
  const file = runFiles(directory).predictions;
  if (!existsSync(file)) return undefined;
  const { tensors, metadata } = await readSafetensors(file);
  const byName = new Map(tensors.map(({ name, values }) => [name, values]));
  const tensor = (name: string): Float32Array => {
    const values = byName.get(name);
    if (values) return values;
    throw new MtlError({
      kind: 'data',
      code: 'predictions-unreadable',
      message: t`The predictions have no '${name}'.`,
      location: { file },
    });
  };
  const { part, tasks, texts } = JSON.parse(metadata[key] ?? '{"tasks":[]}') as Description;
  return {
    part,
    rows: tensor('rows'),
    tasks: tasks.map((task) => ({
      ...task,
      values: tensor(valuesOf(task.name)),
      targets: tensor(targetsOf(task.name)),
    })),
    ...(texts && { texts }),
  };
}
