import type { Experiment, TaskSpec } from './experiment';
import { formatPath, type ExperimentProblem, type KeyPath } from './experimentProblem';
import { t } from './l10n';
import { describeShape, isMisfit, shapeAfter } from './layerShapes';
import type { LayerSpec, ModelSpec } from './modelSpec';
import { suggest } from './nearest';

/** A vector whose width the data decide. */
const vector: readonly number[] = [1];
const makesVector = t`End it with { "globalPool": "average" } or { "flatten": true }, for example.`;

/** Whether each layer can take what the one before makes, from the features to the heads. */
export function checkLayers(experiment: Experiment): ExperimentProblem[] {
  if (experiment.model.architecture === 'module') return [];
  const walk = new LayerWalk();
  const shared = walk.toHeads(experiment);
  if (!shared) return walk.found;
  for (const [task, spec] of Object.entries(experiment.tasks)) {
    const end = walk.head(experiment.model, task, shared);
    if (end) walk.checkEnd(experiment.model, task, spec, end);
  }
  // Tasks share the default head, and what is wrong with it.
  const messages = walk.found.map(({ message }) => message);
  return walk.found.filter(({ message }, index) => messages.indexOf(message) === index);
}

/** Follows a row's shape through a model, and notes where layers do not fit. */
export class LayerWalk {
  readonly found: ExperimentProblem[] = [];

  add(path: KeyPath, says: string, hint: string): void {
    const message = `${formatPath(path)}: ${says}`;
    this.found.push({ path, at: 'value', code: 'layer-misfit', message, hint });
  }

  /** @returns what the heads see; undefined where something does not fit */
  toHeads(experiment: Experiment): readonly number[] | undefined {
    const input = this.walkEncoders(experiment);
    return input && this.walkLevels(experiment.model, input);
  }

  /** @returns what the output layer of a task sees; undefined where something does not fit */
  head(
    { heads }: ModelSpec,
    task: string,
    shared: readonly number[],
  ): readonly number[] | undefined {
    const key = headKey(heads, task);
    return this.walk(['model', 'heads', key], heads[key] ?? [], shared);
  }

  checkEnd({ heads }: ModelSpec, task: string, spec: TaskSpec, end: readonly number[]): void {
    const needsMap = spec.type === 'detection' || spec.type === 'segmentation';
    if (end.length === (needsMap ? 3 : 1)) return;
    const path = ['model', 'heads', headKey(heads, task)];
    const not = needsMap ? t`a picture, [height, width, channels]` : t`a vector`;
    const hint = needsMap
      ? t`Leave flatten and globalPool out before '${task}', which says something of places.`
      : makesVector;
    this.add(
      path,
      t`the head of '${task}' ends with ${describeShape(end)}, not with ${not}.`,
      hint,
    );
  }

  /** @returns the shape after layers; undefined where one does not fit */
  walk(
    path: KeyPath,
    layers: readonly LayerSpec[],
    from: readonly number[],
  ): readonly number[] | undefined {
    let shape = from;
    for (const [index, layer] of layers.entries()) {
      const after = shapeAfter(layer, shape);
      if (isMisfit(after)) {
        this.add([...path, index], after.says, after.hint);
        return undefined;
      }
      shape = after;
    }
    return shape;
  }

  /** @returns the shape after `shared`, as often as the architecture stacks it */
  walkLevels(model: ModelSpec, from: readonly number[]): readonly number[] | undefined {
    const levels = model.architecture === 'ple' ? Math.min(model.levels, 2) : 1;
    let shape: readonly number[] | undefined = from;
    for (let level = 0; shape && level < levels; level++) {
      shape = this.walk(['model', 'shared'], model.shared, shape);
    }
    return shape;
  }

  /** @returns the shape of what `shared` starts from; undefined where something does not fit */
  walkEncoders({ data, model: { encoders = {} } }: Experiment): readonly number[] | undefined {
    const features = Object.entries(data.features ?? {});
    const pictures = new Map(
      features.flatMap(([name, spec]) =>
        spec.type === 'image' ? [[name, spec.size] as const] : [],
      ),
    );
    for (const name of Object.keys(encoders)) {
      if (!pictures.has(name)) this.addUnknown(name, [...pictures.keys()]);
    }
    const isAlone = pictures.size === 1 && features.length === 1;
    const ends = [...pictures].map(([name, shape]) => {
      const end = this.walk(['model', 'encoders', name], encoders[name] ?? [], shape);
      if (end && end.length > 1 && !isAlone) this.addUnjoined(name, Object.hasOwn(encoders, name));
      return end;
    });
    return ends.includes(undefined) || this.found.length > 0
      ? undefined
      : isAlone
        ? ends[0]
        : vector;
  }

  private addUnknown(name: string, pictures: readonly string[]): void {
    this.add(
      ['model', 'encoders', name],
      t`there is no picture of this name among data.features.`,
      pictures.length > 0
        ? suggest(name, pictures, t`Pictures`)
        : t`Encoders are for features of type image.`,
    );
  }

  private addUnjoined(name: string, hasEncoder: boolean): void {
    this.add(
      hasEncoder ? ['model', 'encoders', name] : ['model', 'encoders'],
      t`'${name}' must become a vector before it can be joined with the other features.`,
      hasEncoder
        ? makesVector
        : t`Add layers for '${name}' that end with { "globalPool": "average" } or { "flatten": true }.`,
    );
  }
}

function headKey(heads: ModelSpec['heads'], task: string): string {
  return Object.hasOwn(heads, task) ? task : 'default';
}
