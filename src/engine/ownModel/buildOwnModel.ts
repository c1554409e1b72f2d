import type { Tensor } from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import { addAugmentation, inputsOf } from '../model/inputs';
import type { Model } from '../model/model';
import { Network } from '../model/network';
import type { Value } from '../model/node';
import { sharedPart, taskPart } from '../model/part';
import { moduleError } from './moduleError';
import { isBatch, OwnFunction } from './ownFunction';
import type { ModuleTask, OwnModule } from './ownModule';
import { t } from '../../shared/l10n';

/**
 * The model that a module describes: `shared`, then `head` for each task. Their weights and shapes
 * are found by a pass on a few rows.
 * @throws MtlError of kind `experiment` at the line of the module that is wrong
 */
export function buildOwnModel(module: OwnModule, encoding: Encoding): Model {
  const network = new Network(encoding, {});
  const values = addShared(network, module, encoding);
  const [first, second = first] = values;
  const outputs = network.perTask(
    network.tasks.map((_, index) => values[index] ?? first),
    (task, value) => addHead(network, module, task, value as Value),
  );
  const isOne = first && first === second;
  const model = network.model(outputs, isOne ? { representation: first } : {});
  if (model.layout.size > 0) return model;
  const says = t`The model asks for no weights, so there is nothing to learn.`;
  throw moduleError('no-weights', says, module.place);
}

/** @returns one value for the heads of all tasks, or one for each */
function addShared(network: Network, module: OwnModule, encoding: Encoding): readonly Value[] {
  const given = inputsOf(encoding);
  const names = given.map(({ feature = 'features' }) => feature);
  const { shared } = module.exports;
  const code = new OwnFunction({
    module,
    name: 'shared',
    code: shared,
    inputs: given,
    call: (lab, tensors) =>
      shared(lab, Object.fromEntries(names.map((name, index) => [name, tensors[index] as Tensor]))),
    read: (result, batch) => readShared(result, batch, encoding),
  });
  const outputs = code.shapes.length;
  return network.addMany({
    id: sharedPart.prefix,
    kind: 'module',
    label: 'shared',
    inputs: given.map((input) => addAugmentation(network, input)),
    shape: code.shapes[0] ?? [],
    outputs,
    parameters: code.parameters,
    isStochastic: code.isStochastic,
    compute: (pass) => code.compute(pass),
  });
}

function readShared(
  result: unknown,
  batch: number,
  { tasks }: Encoding,
): readonly Tensor[] | string {
  if (isBatch(result, batch)) return [result];
  const byTask = new Map(Object.entries(result ?? {}));
  const values = tasks.map(({ name }): unknown => byTask.get(name));
  const [first] = values;
  const isAlike = (value: unknown): value is Tensor =>
    isBatch(value, batch) && isBatch(first, batch) && value.shape.join() === first.shape.join();
  if (values.every(isAlike)) return values;
  return 'a tensor [batch, ...] of type float32, or such a tensor for each task, all of one shape';
}

function addHead(network: Network, module: OwnModule, task: EncodedTask, input: Value): Value {
  const { prefix } = taskPart(task.name);
  const { head } = module.exports;
  const shape = task.outputShape ?? [task.outputs];
  const code = new OwnFunction({
    module,
    name: t`head of '${task.name}'`,
    code: head,
    inputs: [{ shape: input.shape, dtype: 'float32' }],
    call: (lab, [x]) => head(lab, x as Tensor, moduleTask(task)),
    read: (result, batch) =>
      isBatch(result, batch) && result.shape.slice(1).join() === shape.join()
        ? [result]
        : `[${['batch', ...shape].join(', ')}] of type float32`,
  });
  return network.add({
    id: prefix,
    kind: 'output',
    label: `head · ${shape.join(' × ')}`,
    task: task.name,
    inputs: [input],
    shape,
    parameters: code.parameters,
    isStochastic: code.isStochastic,
    compute: (pass) => code.compute(pass),
  });
}

/** A task as a module sees it. */
export function moduleTask({ name, spec, outputs, classes = [] }: EncodedTask): ModuleTask {
  return { name, type: spec.type, outputs, classes };
}
