import { add, logSumExp, neg, stack, type Tensor2D } from '@tensorflow/tfjs-core';
import type { EsmmSpec } from '../../shared/modelSpec';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import { columnPart, ofColumn } from './columns';
import { outputLayer } from './denseLayers';
import type { Layer } from './layer';
import { layersOf } from './layers';
import type { Model } from './model';
import { Network } from './network';
import { sharedPart, taskPart } from './part';
import { addStack, headLayers } from './stacks';
import { t } from '../../shared/l10n';

/**
 * Entire space multi-task model (Ma et al., SIGIR 2018, 1804.07931) for two binary tasks: a click,
 * and a click with a conversion, labelled in every row. The second one's probability is the product
 * p(click) · p(conversion | click), and its output the logit of that product. The bottom is shared,
 * and so is the first task's tower, on which both losses depend; the second task's tower is its own.
 * @throws Error when there are not two tasks
 */
export function buildEsmm(spec: EsmmSpec, encoding: Encoding): Model {
  const network = new Network(encoding, spec);
  const [click, conversion] = network.tasks;
  if (!click || !conversion) throw new Error('ESMM needs two tasks');
  const z = addStack(
    network,
    sharedPart,
    layersOf(spec.shared, network.input.shape),
    network.input,
  );
  const tower = (task: EncodedTask, last: Pick<Layer, 'name' | 'label'>): Layer[] => {
    const layers = headLayers(spec.heads, task.name, z.shape);
    const output = outputLayer(task, layers.at(-1)?.shape ?? z.shape);
    return [...layers, { ...output, kind: 'dense', ...last }];
  };
  const clickTower = tower(click, { name: 'output', label: t`output ${1}` });
  const clicked = addStack(
    network,
    columnPart(click.name),
    clickTower.map((layer) => ofColumn(click.name, layer)),
    z,
  );
  const converted = addStack(
    network,
    taskPart(conversion.name),
    tower(conversion, { name: 'conditional', label: t`conditional ${1}` }),
    z,
  );
  const outputNode = { kind: 'output', shape: [1], parameters: [] } as const;
  const clickOutput = network.add({
    ...outputNode,
    id: `${taskPart(click.name).prefix}/output`,
    label: t`output ${1}`,
    task: click.name,
    inputs: [clicked],
    compute: ({ inputs }) => ({ outputs: inputs }),
  });
  const bothOutput = network.add({
    ...outputNode,
    id: `${taskPart(conversion.name).prefix}/output`,
    label: t`product of probabilities`,
    task: conversion.name,
    inputs: [clicked, converted],
    compute: ({ inputs: [a, b] }) => ({
      outputs: [logitOfProduct(a as Tensor2D, b as Tensor2D)],
    }),
  });
  return network.model([clickOutput, bothOutput]);
}

/** logit(σ(a)·σ(b)) = -log(e^-a + e^-b + e^-(a+b)), which neither overflows nor cancels. */
export function logitOfProduct(a: Tensor2D, b: Tensor2D): Tensor2D {
  const exponents = stack([neg(a), neg(b), neg(add(a, b))]);
  return neg(logSumExp(exponents, 0));
}
