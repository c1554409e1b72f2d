import { add, mul, type Tensor2D } from '@tensorflow/tfjs-core';
import type { FilmSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { addAdaptedLayers } from './adaptedLayers';
import { activated, activations } from './layers';
import type { Model } from './model';
import { Network } from './network';
import { taskPart } from './part';
import { addHeads } from './stacks';
import { t } from '../../shared/l10n';

/**
 * Feature-wise linear modulation (Perez et al., AAAI 2018, 1709.07871), conditioned on the task:
 * h = σ(γ_k ∘ (x·W + b) + β_k). W and b are shared; γ_k, at first 1, and β_k, at first 0, belong to
 * task k.
 */
export function buildFilm(spec: FilmSpec, encoding: Encoding): Model {
  const network = new Network(encoding);
  const states = addAdaptedLayers(network, spec.shared, 'before activation', (layer) => {
    const { task, index, activation, output } = layer;
    return network.add({
      id: `${taskPart(task).prefix}/film${index}`,
      kind: 'adapter',
      label: activated(t`scale, shift`, activation),
      task,
      inputs: [output],
      width: output.width,
      parameters: [
        { name: 'scale', shape: [output.width], initial: 1 },
        { name: 'shift', shape: [output.width] },
      ],
      compute: ({ inputs: [common], weight }) => {
        const modulated: Tensor2D = add(mul(common as Tensor2D, weight('scale')), weight('shift'));
        return { outputs: [activations[activation](modulated)] };
      },
    });
  });
  return network.model(addHeads(network, spec.heads, states));
}
