import {
  add,
  customGrad,
  div,
  exp,
  expandDims,
  log,
  max,
  mean,
  mul,
  oneHot,
  squeeze,
  sub,
  sum,
  type GradSaveFunc,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { widthOf } from '../../shared/shape';

/**
 * The softmax cross-entropy [...] of logits [..., classes] with the classes [...], int32, of which
 * each has a share of 1 - `smoothing` and all classes together the rest (Szegedy et al., arXiv
 * 1512.00567). Its gradient, probabilities less shares, is written by hand: by autodiff it passes
 * over the logits twice as often.
 */
export function crossEntropy(logits: Tensor, classes: Tensor, smoothing = 0): Tensor {
  const count = widthOf(logits.shape);
  const entropies = customGrad<Tensor>((...args) => {
    const [x, save] = args as [Tensor, GradSaveFunc];
    const labels = oneHot(classes, count, 1, 0, 'float32');
    const shifted = sub(x, max(x, -1, true));
    const powers = exp(shifted);
    const total = sum(powers, -1, true);
    const named = mul(sum(mul(labels, shifted), -1), 1 - smoothing);
    const share = smoothing > 0 ? add(named, mul(mean(shifted, -1), smoothing)) : named;
    save([labels, powers, total]);
    return {
      value: sub(log(squeeze(total, [-1])), share),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [labels, powers, total] = saved as [Tensor, Tensor, Tensor];
        const asked = expandDims(dy, -1);
        const probabilities = mul(powers, div(asked, total));
        const exact = sub(probabilities, mul(labels, mul(asked, 1 - smoothing)));
        return smoothing > 0 ? sub(exact, mul(asked, smoothing / count)) : exact;
      },
    };
  });
  return entropies(logits);
}
