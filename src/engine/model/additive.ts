import { add, type Tensor } from '@tensorflow/tfjs-core';
import type { AdditiveSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { addAdaptedLayers } from './adaptedLayers';
import { activated, activations } from './activations';
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
  const network = new Network(encoding, spec);
  const layers = spec.shared.map((layer) =>
    'l2' in layer ? { ...layer, l2: layer.l2 + lambdaShared } : layer,
  );
  const states = addAdaptedLayers(network, layers, 'before activation', (adapted) => {
    const { task, index, layer: common, activation, input, output } = adapted;
    return network.add({
      id: `${taskPart(task).prefix}/deviation${index}`,
      kind: 'adapter',
      label: activated(t`deviation`, activation),
      task,
      inputs: [input, output],
      shape: output.shape,
      parameters: common.parameters.map((each) => ({ ...each, initial: 0, l2: lambdaTask })),
      compute: ({ inputs: [x, shared], ...pass }) => {
        const own = common.apply(x as Tensor, pass);
        return { outputs: [activations[activation](add(shared as Tensor, own))] };
      },
    });
  });
  return network.model(addHeads(network, spec.heads, states));
}
