import { MtlError } from '../../../shared/errors';
import type { Experiment } from '../../../shared/experiment';
import type { Backend } from '../../backend/program';
import { createMethod } from '../../balancing/createMethod';
import type { GradientMethod } from '../../balancing/gradientMethod';
import type { Model } from '../../model/model';
import type { Columns } from '../columns';
import { createOptimizer } from '../optimizers';
import { AlternatingStepper } from './alternatingStepper';
import type { GradientSource, SourceParts } from './gradientSource';
import { GradientStepper } from './gradientStepper';
import { JointStepper } from './jointStepper';
import { ParameterGradients } from './parameterGradients';
import { RepresentationGradients } from './representationGradientSource';
import type { Stepper } from './stepper';

/**
 * The way to train that an experiment asks for.
 * @throws MtlError of kind `experiment` when the method does not fit the architecture
 */
export function createStepper(
  { training, balancing }: Experiment,
  backend: Backend,
  model: Model,
  columns: Columns,
): Stepper {
  const { seed } = training;
  const optimizer = createOptimizer(training.optimizer);
  if (training.schedule === 'alternating') {
    return new AlternatingStepper(backend, { model, columns, optimizer }, seed);
  }
  const method = createMethod(balancing, columns.taskNames);
  const plainOptimizer = createOptimizer({ ...training.optimizer, weightDecay: 0 });
  if (method.kind === 'losses') {
    return new JointStepper(backend, { model, columns, optimizer, plainOptimizer, method }, seed);
  }
  const parts: SourceParts = { backend, model, columns, optimizer, seed };
  const byRepresentation = 'gradients' in balancing && balancing.gradients === 'representation';
  const source = byRepresentation
    ? representationSource(parts, method, balancing.method)
    : parameterSource(parts, balancing.method);
  return new GradientStepper({ ...parts, source, method, plainOptimizer });
}

function parameterSource(parts: SourceParts, method: string): GradientSource {
  if (parts.model.layout.sharedSize > 0) return new ParameterGradients(parts);
  throw misfit(
    `The method '${method}' combines gradients by shared weights; this model shares none.`,
    'Give model.shared a layer, or choose the balancing method "equal".',
  );
}

function representationSource(
  parts: SourceParts,
  { signed = false }: GradientMethod,
  method: string,
): GradientSource {
  const { model } = parts;
  const { representation } = model;
  if (!representation) {
    throw misfit(
      `The method '${method}' cannot take gradients by the shared representation: in this architecture the tasks share more than one.`,
      'Set balancing.gradients to "parameters", or model.architecture to "hard-sharing".',
    );
  }
  const { units } = representation;
  return new RepresentationGradients({
    ...parts,
    model: { ...model, representation },
    signed,
    units,
  });
}

function misfit(message: string, hint: string): MtlError {
  return new MtlError({ kind: 'experiment', code: 'method-does-not-fit', message, hint });
}
