import { add, mul, type Tensor } from '@tensorflow/tfjs-core';
import type { FilmSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { widthOf } from '../../shared/shape';
import { addAdaptedLayers } from './adaptedLayers';
import { activated, activations } from './activations';
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
  const network = new Network(encoding, spec);
  const states = addAdaptedLayers(network, spec.shared, 'before activation', (layer) => {
    const { task, index, activation, output } = layer;
    const width = widthOf(output.shape);
    return network.add({
      id: `${taskPart(task).prefix}/film${index}`,
      kind: 'adapter',
      label: activated(t`scale, shift`, activation),
      task,
      inputs: [output],
      shape: output.shape,
      parameters: [
        { name: 'scale', shape: [width], initial: 1 },
        { name: 'shift', shape: [width] },
      ],
      compute: ({ inputs: [common], weight }) => {
        const modulated = add(mul(common as Tensor, weight('scale')), weight('shift'));
        return { outputs: [activations[activation](modulated)] };
      },
    });
  });
  return network.model(addHeads(network, spec.heads, states));
}
