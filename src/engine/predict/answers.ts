import type { Answer } from '../../shared/answers';
import type { EncodedTask } from '../../shared/encoding';

/**
 * Reads a prediction.
 * @param values of `predictionPass` for the task: [rows, ...outputShape]
 */
export function answerOf(task: EncodedTask, values: Float32Array, row: number): Answer {
  const { name, spec, outputs, classes = [] } = task;
  const own = [...values.subarray(row * outputs, (row + 1) * outputs)];
  switch (spec.type) {
    case 'regression':
      return { task: name, value: own[0] ?? Number.NaN };
    case 'binary': {
      const [negative = 'no', positive = 'yes'] = classes;
      const [probability = Number.NaN] = own;
      return labelled(name, { [negative]: 1 - probability, [positive]: probability });
    }
    case 'tagging':
      return { task: name, value: tokenLabels(task, values, row).join(' ') };
    case 'sequence':
      throw new Error(`${name} cannot be asked`);
    case 'multiclass':
      return labelled(
        name,
        Object.fromEntries(own.map((probability, index) => [classes[index] ?? index, probability])),
      );
  }
}

function labelled(task: string, probabilities: Readonly<Record<string, number>>): Answer {
  const [likeliest] = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
  return { task, value: likeliest?.[0] ?? '', probabilities };
}

/** The likeliest label of each token of a row; padding has none. */
function tokenLabels(
  { outputs, classes = [], outputShape = [] }: EncodedTask,
  values: Float32Array,
  row: number,
): string[] {
  const [tokens = 0] = outputShape;
  return Array.from({ length: tokens }, (_, token) => {
    const start = (row * tokens + token) * outputs;
    const own = values.subarray(start, start + outputs);
    const most = Math.max(...own);
    return most > 0 ? (classes[own.indexOf(most)] ?? '') : '';
  }).filter((label) => label !== '');
}
