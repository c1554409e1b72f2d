import { add, type Tensor2D } from '@tensorflow/tfjs-core';
import type { AdditiveSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { addAdaptedLayers } from './adaptedLayers';
import { activated, activations, linear, linearParameters } from './layers';
import type { Model } from './model';
import { Network } from './network';
import { taskPart } from './part';
import { addHeads } from './stacks';
import { t } from '../../shared/l10n';

/**
 * Regularised multi-task learning (Evgeniou & Pontil, KDD 2004): each task has the layer
 * W_0 + V_k, b_0 + c_k, and the objective gets λ_0‖W_0‖² + λ_1 Σ_k (‖V_k‖² + ‖c_k‖²). A large λ_1
 * gives hard sharing, 0 gives a model a task. W_0 and b_0 are shared; V_k and c_k, at first 0, belong
 * to task k.
 */
export function buildAdditive(spec: AdditiveSpec, encoding: Encoding): Model {
  const { lambdaShared, lambdaTask } = spec;
  const network = new Network(encoding);
  const layers = spec.shared.map((layer) =>
    'dense' in layer ? { ...layer, l2: layer.l2 + lambdaShared } : layer,
  );
  const states = addAdaptedLayers(network, layers, 'before activation', (layer) => {
    const { task, index, activation, input, output } = layer;
    return network.add({
      id: `${taskPart(task).prefix}/deviation${index}`,
      kind: 'adapter',
      label: activated(t`deviation`, activation),
      task,
      inputs: [input, output],
      width: output.width,
      parameters: linearParameters(input.width, output.width, { initial: 0 }).map((parameter) => ({
        ...parameter,
        l2: lambdaTask,
      })),
      compute: ({ inputs: [x, common], weight }) => {
        const own = linear(x as Tensor2D, { weight });
        return { outputs: [activations[activation](add(common as Tensor2D, own))] };
      },
    });
  });
  return network.model(addHeads(network, spec.heads, states));
}
