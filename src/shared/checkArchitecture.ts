import type { Experiment, TaskSpec } from './experiment';
import { formatPath, type ExperimentProblem, type KeyPath } from './experimentProblem';
import { listed, t } from './l10n';
import type { LayerSpec, ModelSpec, ModuleSpec } from './modelSpec';

type Architecture = ModelSpec['architecture'];

/** Architectures that change what passes through the layers of `model.shared`. */
const needLayer: ReadonlySet<Architecture> = new Set([
  'additive',
  'cross-stitch',
  'sluice',
  'mtan',
  'learned-branching',
  'film',
  'adapters',
]);
/** Architectures that are about what passes between tasks. */
const needSeveralTasks: ReadonlySet<Architecture> = new Set([
  'cross-stitch',
  'sluice',
  'learned-branching',
  'aitm',
]);

/** What an architecture asks of the tasks and the layers. */
export function checkArchitecture({ model, tasks }: Experiment): ExperimentProblem[] {
  return [...checkTasks(model, Object.entries(tasks)), ...checkSettings(model)];
}

function checkTasks(
  { architecture }: ModelSpec,
  tasks: readonly (readonly [string, TaskSpec])[],
): ExperimentProblem[] {
  if (needSeveralTasks.has(architecture) && tasks.length < 2) {
    return [
      misfit(architecture, t`needs at least two tasks.`, t`Add a task, or use "hard-sharing".`),
    ];
  }
  if (architecture === 'esmm' && tasks.length !== 2) {
    return [
      misfit(
        architecture,
        t`needs exactly two tasks, and there are ${tasks.length}.`,
        t`The first is the event, such as a click, the second the event with what follows it.`,
      ),
    ];
  }
  if (architecture !== 'esmm' && architecture !== 'aitm') return [];
  return tasks
    .filter(([, { type }]) => type !== 'binary')
    .map(([name, { type }]) => ({
      path: ['tasks', name, 'type'],
      at: 'value',
      code: 'task-misfit',
      message: t`tasks.${name}: the architecture '${architecture}' takes binary tasks only, not ${type}.`,
      hint: t`Its tasks are events that follow each other. "hard-sharing" takes tasks of any type.`,
    }));
}

function checkSettings(model: ModelSpec): ExperimentProblem[] {
  const { architecture, shared } = model;
  if (model.architecture === 'module') return checkModule(model);
  const units = shared.flatMap((layer) => ('dense' in layer ? [layer.dense] : []));
  const makesFeatures = (layer: LayerSpec): boolean =>
    'dense' in layer || 'conv' in layer || 'residual' in layer;
  if (needLayer.has(architecture) && !shared.some(makesFeatures)) {
    return [
      layerMisfit(
        ['shared'],
        t`the architecture '${architecture}' needs a dense layer or a convolution.`,
        t`Add { "dense": 64 }, for example.`,
      ),
    ];
  }
  if (model.architecture === 'dselect-k' && model.selectors > model.experts) {
    return [
      layerMisfit(
        ['selectors'],
        t`a task cannot select ${model.selectors} of ${model.experts} experts.`,
        t`Lower model.selectors, or raise model.experts.`,
      ),
    ];
  }
  const isStrict = model.architecture === 'sluice' || isAddedTo(model);
  return [
    ...(isStrict ? checkKinds(model) : []),
    ...(model.architecture === 'sluice' ? checkSubspaces(units, model.subspaces) : []),
  ];
}

/** Layers that the module would not see. */
function checkModule({ shared, heads }: ModuleSpec): ExperimentProblem[] {
  const given = { shared: shared.length > 0, heads: Object.values(heads).flat().length > 0 };
  return Object.entries(given)
    .filter(([, isGiven]) => isGiven)
    .map(([key]) =>
      layerMisfit([key], 'the module builds all layers.', `Remove model.${key}, or model.module.`),
    );
}

/** Whether what a task adds is a kernel of the shared layer's kind. */
function isAddedTo(model: ModelSpec): boolean {
  return (
    model.architecture === 'additive' ||
    (model.architecture === 'adapters' && model.adapter === 'low-rank')
  );
}

/** Which layers an architecture has no form for. */
function checkKinds({ architecture, shared }: ModelSpec): ExperimentProblem[] {
  const isFor = (layer: LayerSpec): boolean =>
    !('residual' in layer) && (architecture === 'additive' || !('conv' in layer));
  const index = shared.findIndex((layer) => !isFor(layer));
  if (index === -1) return [];
  const says = architecture === 'additive' ? t`dense layers and convolutions` : t`dense layers`;
  return [
    layerMisfit(
      ['shared', index],
      t`the architecture '${architecture}' is one of ${says}.`,
      t`Put pictures through model.encoders, or choose another architecture.`,
    ),
  ];
}

function checkSubspaces(units: readonly number[], subspaces: number): ExperimentProblem[] {
  const [first] = units;
  if (units.some((each) => each !== first)) {
    return [
      layerMisfit(
        ['shared'],
        t`the architecture 'sluice' combines all dense layers, so they need the same number of units.`,
        t`There are ${listed(units)} units.`,
      ),
    ];
  }
  if (first === undefined || first % subspaces === 0) return [];
  return [
    layerMisfit(
      ['subspaces'],
      t`${first} units cannot be split into ${subspaces} equal parts.`,
      t`Choose a number that divides the units of the dense layers.`,
    ),
  ];
}

function misfit(architecture: Architecture, says: string, hint: string): ExperimentProblem {
  return {
    path: ['model', 'architecture'],
    at: 'value',
    code: 'architecture-misfit',
    message: t`model.architecture: '${architecture}' ${says}`,
    hint,
  };
}

function layerMisfit(path: KeyPath, says: string, hint: string): ExperimentProblem {
  const place = ['model', ...path];
  const message = `${formatPath(place)}: ${says}`;
  return { path: place, at: 'value', code: 'architecture-misfit', message, hint };
}
