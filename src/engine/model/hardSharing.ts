import { add, mul, square, sum, type Scalar, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Encoding } from '../../shared/encoding';
import type { ModelSpec } from '../../shared/experiment';
import { LayerStack } from './layerStack';
import type { ForwardPass, Model, TrainingInputs } from './model';
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
  const encode = (features: Tensor2D, weights: Weights, training?: TrainingInputs): Tensor2D =>
    shared.apply(features, weights, training, 0);
  const decode = (z: Tensor2D, weights: Weights, training?: TrainingInputs): ForwardPass => ({
    outputs: heads.map((head, index) =>
      head.apply(z, weights, training, (index + 1) * saltsPerStack),
    ),
    penalty: l2Penalty(layout, weights),
  });
  return {
    layout,
    multiplyAdds: stacks.reduce((total, stack) => total + stack.multiplyAdds, 0),
    isStochastic: stacks.some((stack) => stack.isStochastic),
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
    forward: (features, weights, training) =>
      decode(encode(features, weights, training), weights, training),
    representation: { units: shared.outputWidth, encode, decode },
  };
}

/** The L2 term of the training objective; undefined when no layer has one. */
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
