import { add, matMul, relu, type Tensor2D } from '@tensorflow/tfjs-core';
import type { AdaptersSpec } from '../../shared/modelSpec';
import type { Encoding } from '../../shared/encoding';
import { widthOf } from '../../shared/shape';
import { addAdaptedLayers, type AdaptedLayer } from './adaptedLayers';
import { activated, activations } from './activations';
import { linear, linearParameters } from './denseLayers';
import type { Model } from './model';
import { Network } from './network';
import type { NetworkNode } from './node';
import { taskPart } from './part';
import { addHeads } from './stacks';
import { t } from '../../shared/l10n';

/**
 * Adapters of each task in shared layers. Bottlenecks (Rebuffi et al., NeurIPS 2017, 1705.08045;
 * Houlsby et al., ICML 2019, 1902.00751): h ← h + U_k relu(D_k h). Low rank (Hu et al., ICLR 2022,
 * 2106.09685): W_k = W_0 + A_k B_k. U_k and B_k are 0 at first, which is hard sharing. Layers are
 * shared, adapters belong to their tasks.
 */
export function buildAdapters(spec: AdaptersSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const isLowRank = spec.adapter === 'low-rank';
  const states = addAdaptedLayers(
    network,
    spec.shared,
    isLowRank ? 'before activation' : 'after activation',
    (layer) =>
      network.add({
        ...(isLowRank ? lowRank(layer, spec.rank) : bottleneck(layer, spec.rank)),
        id: `${taskPart(layer.task).prefix}/adapter${layer.index}`,
        kind: 'adapter',
        task: layer.task,
        shape: layer.output.shape,
      }),
  );
  return network.model(addHeads(network, spec.heads, states));
}

type Adapter = Pick<NetworkNode, 'label' | 'inputs' | 'parameters' | 'compute'>;

function bottleneck({ output }: AdaptedLayer, rank: number): Adapter {
  const width = widthOf(output.shape);
  return {
    label: t`bottleneck ${rank}`,
    inputs: [output],
    parameters: [
      ...linearParameters(width, rank, {}, 'down/'),
      ...linearParameters(rank, width, { initial: 0 }, 'up/'),
    ],
    compute: ({ inputs, weight }) => ({
      outputs: inputs.map((h) =>
        add(h, linear(relu(linear(h, { weight }, 'down/')), { weight }, 'up/')),
      ),
    }),
  };
}

function lowRank({ input, output, activation }: AdaptedLayer, rank: number): Adapter {
  return {
    label: activated(t`rank ${rank}`, activation),
    inputs: [input, output],
    parameters: [
      { name: 'down/kernel', shape: [widthOf(input.shape), rank] },
      { name: 'up/kernel', shape: [rank, widthOf(output.shape)], initial: 0 },
    ],
    compute: ({ inputs: [x, common], weight }) => {
      const narrow = matMul(x as Tensor2D, weight('down/kernel') as Tensor2D);
      const own = matMul(narrow, weight('up/kernel') as Tensor2D);
      return { outputs: [activations[activation](add(common as Tensor2D, own))] };
    },
  };
}
