import { add, mul, square, sum, type Scalar, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelSpec } from '../../shared/experiment';
import type { Encoding } from '../data/dataset';
import { LayerStack } from './layerStack';
import type { Model } from './model';
import { ParameterLayout, type Weights } from './parameters';

const inputNode = 'input';
/** More layers than a stack ever has, so that no two dropout layers share a salt. */
const saltsPerStack = 1000;

/** Hard parameter sharing (Caruana, 1993): one shared stack, a head a task on its output. */
export function buildHardSharing(spec: ModelSpec, encoding: Encoding): Model {
  const shared = new LayerStack('shared', encoding.width, spec.shared);
  const heads = encoding.tasks.map(
    ({ name, outputs }) =>
      new LayerStack(
        `tasks/${name}`,
        shared.outputWidth,
        spec.heads[name] ?? spec.heads['default'] ?? [],
        name,
        outputs,
      ),
  );
  const stacks = [shared, ...heads];
  const layout = new ParameterLayout(stacks.flatMap(({ parameters }) => parameters));
  const sharedEnd = shared.lastNode(inputNode);
  return {
    layout,
    multiplyAdds: stacks.reduce((total, stack) => total + stack.multiplyAdds, 0),
    hasDropout: stacks.some((stack) => stack.hasDropout),
    graph: {
      nodes: [
        {
          id: inputNode,
          kind: 'input',
          label: `${encoding.features.length} features`,
          shape: [encoding.width],
          parameters: 0,
        },
        ...stacks.flatMap(({ nodes }) => nodes),
      ],
      edges: [...shared.edges(inputNode), ...heads.flatMap((head) => head.edges(sharedEnd))],
      parameters: {
        total: layout.size,
        shared: layout.count(undefined),
        tasks: Object.fromEntries(encoding.tasks.map(({ name }) => [name, layout.count(name)])),
      },
    },
    forward(features, weights, dropoutKey) {
      const representation = shared.apply(features, weights, dropoutKey, 0);
      return heads.map((head, index): Tensor2D =>
        head.apply(representation, weights, dropoutKey, (index + 1) * saltsPerStack),
      );
    },
    penalty: (weights) => l2Penalty(layout, weights),
  };
}

function l2Penalty(layout: ParameterLayout, weights: Weights): Scalar | undefined {
  return layout.parameters
    .filter(({ l2 }) => l2 > 0)
    .map(({ name, l2 }): Scalar => {
      const kernel = weights.get(name);
      if (!kernel) throw new Error(`no weight ${name}`);
      return mul(l2, sum(square(kernel)));
    })
    .reduce<Scalar | undefined>((total, term) => (total ? add(total, term) : term), undefined);
}
