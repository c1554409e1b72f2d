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
    case 'sequence':
      throw new Error(`${name}: texts are answered apart`);
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
