import type { LossWeighting } from './lossWeighting';

/** Weights given by the person, by task name. @throws Error when a task has none. */
export function fixed(
  weightOf: Readonly<Record<string, number>>,
  taskNames: readonly string[],
): LossWeighting {
  const weights = taskNames.map((name) => {
    const weight = weightOf[name];
    if (weight === undefined) throw new Error(`no weight for task ${name}`);
    return weight;
  });
  return { weights: () => weights };
}
