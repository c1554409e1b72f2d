import { matMul, mean, reshape, softmax, stack, type Tensor2D } from '@tensorflow/tfjs-core';
import { linear, linearParameters } from './layers';
import type { Network } from './network';
import type { Value } from './node';
import type { Part } from './part';
import { t } from '../../shared/l10n';

/**
 * Adds a softmax gate: a mixture Σ_e g_e branch_e with g = softmax(query·kernel + bias), for each
 * row its own (Jacobs et al., 1991).
 * @param branches of equal width
 */
export function addGate(
  network: Network,
  { prefix, task }: Part,
  query: Value,
  branches: readonly Value[],
): Value {
  return network.add({
    id: `${prefix}/gate`,
    kind: 'gate',
    label: t`gate`,
    task,
    inputs: [query, ...branches],
    width: branches[0]?.width ?? query.width,
    parameters: linearParameters(query.width, branches.length),
    compute: ({ inputs: [asked, ...values], weight }) => {
      const shares: Tensor2D = softmax(linear(asked as Tensor2D, { weight }));
      return { outputs: [mixture(shares, values)], gate: mean(shares, 0) };
    },
  });
}

/** Σ_e shares[:, e] · values[e], [batch, width]. @param shares [batch, values.length] */
export function mixture(shares: Tensor2D, values: readonly Tensor2D[]): Tensor2D {
  const stacked = stack([...values], 1);
  const [rows = 0, count = 0, width = 0] = stacked.shape;
  return reshape(matMul(reshape(shares, [rows, 1, count]), stacked), [rows, width]);
}
