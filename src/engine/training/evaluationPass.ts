import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { ProgramSpec } from '../backend/program';
import type { Model } from '../model/model';
import type { Columns } from './columns';
import { reportedOutput } from './tokenLosses';
import { at, floats } from './steps/passes';

/**
 * A pass without dropout or update. State: parameters. Outputs: each task's row losses [batch], then
 * what is reported of each task's outputs [batch, ...outputShape], then the gates' means, [branches] each.
 * @param gatesAre told the ids of the gates' nodes, in the order of the outputs
 */
export function evaluationPass(
  model: Model,
  columns: Columns,
  batchSize: number,
  gatesAre: (ids: readonly string[]) => void,
): ProgramSpec {
  return {
    name: 'evaluation',
    batchSize,
    state: [floats('parameters', [model.layout.size])],
    columns: columns.specs,
    stepInputs: [],
    step({ state, batch }) {
      const theta = state[0] as Tensor1D;
      const { modelInputs, labels } = columns.read(batch);
      const { outputs, gates = {} } = model.forward(modelInputs, model.layout.weights(theta));
      const losses = labels.map(({ rowLosses }, index) => rowLosses(at(outputs, index)));
      gatesAre(Object.keys(gates));
      const reported = labels.map(({ task }, index) => reportedOutput(task, at(outputs, index)));
      return { state: [theta], outputs: [...losses, ...reported, ...Object.values(gates)] };
    },
  };
}
