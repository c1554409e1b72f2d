import { MtlError } from '../../../shared/errors';
import type { Experiment } from '../../../shared/experiment';
import { t } from '../../../shared/l10n';
import type { Backend } from '../../backend/program';
import { createMethod } from '../../balancing/createMethod';
import type { GradientMethod } from '../../balancing/gradientMethod';
import type { LossMethod } from '../../balancing/lossMethod';
import type { Model } from '../../model/model';
import type { Columns } from '../columns';
import { createOptimizer } from '../optimizers';
import { AlternatingStepper } from './alternatingStepper';
import type { GradientSource, SourceParts } from './gradientSource';
import { GradientStepper } from './gradientStepper';
import { JointStepper } from './jointStepper';
import { ParameterGradients } from './parameterGradients';
import { RepresentationGradients } from './representationGradients';
import type { Stepper } from './stepper';

/** What a stepper trains, and on what. */
export interface StepperParts {
  readonly experiment: Experiment;
  readonly backend: Backend;
  readonly model: Model;
  readonly columns: Columns;
}

/**
 * The way to train that an experiment asks for.
 * @throws MtlError of kind `experiment` when the method does not fit the architecture
 */
export function createStepper(parts: StepperParts): Stepper {
  const { experiment, columns } = parts;
  if (experiment.training.schedule === 'alternating') return alternatingStepper(parts);
  return methodStepper(parts, createMethod(experiment.balancing, columns.taskNames));
}

/** Trains all tasks together, balanced by a method. @throws as `createStepper` does */
export function methodStepper(
  { experiment, backend, model, columns }: StepperParts,
  method: LossMethod | GradientMethod,
): Stepper {
  const { training, balancing } = experiment;
  const { seed } = training;
  const optimizer = createOptimizer(training.optimizer);
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

function alternatingStepper({ experiment, backend, model, columns }: StepperParts): Stepper {
  const { optimizer, seed } = experiment.training;
  const parts = { model, columns, optimizer: createOptimizer(optimizer) };
  return new AlternatingStepper(backend, parts, seed);
}

function parameterSource(parts: SourceParts, method: string): GradientSource {
  if (parts.model.layout.sharedSize > 0) return new ParameterGradients(parts);
  throw misfit(
    t`The method '${method}' combines gradients by shared weights; this model shares none.`,
    t`Give model.shared a layer, or choose the balancing method "equal".`,
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
      t`The method '${method}' cannot take gradients by the shared representation: in this architecture the tasks share more than one.`,
      t`Set balancing.gradients to "parameters", or model.architecture to "hard-sharing".`,
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
