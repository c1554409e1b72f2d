import {
  add,
  div,
  engine,
  matMul,
  mean,
  mul,
  registerGradient,
  registerKernel,
  reshape,
  rsqrt,
  square,
  sub,
  sum,
  tidy,
  type KernelFunc,
  type NamedTensorMap,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core';

const kernelName = 'LayerNormalization';

export interface LayerNormAttributes {
  /** Added to the variance. */
  readonly epsilon: number;
}

/**
 * Layer normalisation (Ba et al., arXiv 1607.06450): the last axis has mean 0 and variance 1, then
 * is scaled and shifted. One kernel, because its gradient by autodiff passes over x 14 times.
 * @param x [..., width]
 * @param scale [width]
 * @param offset [width]
 */
export function layerNorm<Shaped extends Tensor>(
  x: Shaped,
  scale: Tensor1D,
  offset: Tensor1D,
  epsilon = 1e-5,
): Shaped {
  const [result] = engine().runKernel<Tensor[]>(kernelName, { x, scale, offset }, { epsilon });
  return result as Shaped;
}

/** What the kernel computes: the result, x normalised, and one over the deviation [..., 1]. */
export const composedLayerNorm: KernelFunc = ({ inputs, attrs }) => {
  const { x, scale, offset } = inputs as NamedTensorMap as Readonly<Record<string, Tensor>>;
  const { epsilon } = attrs as unknown as LayerNormAttributes;
  if (!x || !scale || !offset) throw new Error(`${kernelName} lacks an input`);
  return tidy(() => {
    const centred = sub(x, mean(x, -1, true));
    const inverse = rsqrt(add(mean(square(centred), -1, true), epsilon));
    const normal = mul(centred, inverse);
    return [add(mul(normal, scale), offset), normal, inverse];
  });
};

registerKernel({ kernelName, backendName: 'cpu', kernelFunc: composedLayerNorm });

registerGradient({
  kernelName,
  inputsToSave: ['scale'],
  outputsToSave: [false, true, true],
  gradFunc: (dys, [scale, normal, inverse]) => {
    const [dy] = dys as Tensor[];
    if (!dy || !scale || !normal || !inverse) throw new Error(`${kernelName} saved too little`);
    const byScale = mul(dy, normal);
    const leading = dy.shape.map((_, axis) => axis).slice(0, -1);
    return {
      x: () => {
        const shares = reshape(div(scale, scale.size), [scale.size, 1]);
        const along = (each: Tensor) =>
          reshape(matMul(reshape(each, [-1, scale.size]), shares), inverse.shape);
        const spread = sub(mul(dy, scale), mul(normal, along(byScale)));
        return mul(sub(spread, along(dy)), inverse);
      },
      scale: () => sum(byScale, leading),
      offset: () => sum(dy, leading),
    };
  },
});
