import {
  matMul,
  mean,
  reshape,
  softmax,
  stack,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { widthOf } from '../../shared/shape';
import { linear, linearParameters } from './denseLayers';
import type { Network } from './network';
import type { Value } from './node';
import type { Part } from './part';
import { meanOfPlaces } from './placeLayers';
import { t } from '../../shared/l10n';

/**
 * Adds a softmax gate: a mixture Σ_e g_e branch_e with g = softmax(query·kernel + bias), for each
 * row its own (Jacobs et al., 1991).
 * @param branches of equal shape
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
    shape: branches[0]?.shape ?? query.shape,
    parameters: linearParameters(widthOf(query.shape), branches.length),
    compute: ({ inputs: [asked, ...values], masks: [mask], weight }) => {
      const shares: Tensor2D = softmax(linear(pooled(asked as Tensor, mask), { weight }));
      return { outputs: [mixture(shares, values)], gate: mean(shares, 0) };
    },
  });
}

/** What a gate decides by: a vector, or the mean over the places of a picture or text. */
export function pooled(query: Tensor, mask: Tensor | undefined): Tensor2D {
  return (query.rank === 2 ? query : meanOfPlaces(query, mask)) as Tensor2D;
}

/** Σ_e shares[:, e] · values[e], as each of the values. @param shares [batch, values.length] */
export function mixture(shares: Tensor2D, values: readonly Tensor[]): Tensor {
  const [rows, count] = shares.shape;
  const stacked = reshape(stack([...values], 1), [rows, count, -1]);
  const mixed = matMul(reshape(shares, [rows, 1, count]), stacked);
  return reshape(mixed, values[0]?.shape ?? []);
}
