import type { Experiment } from './experiment';
import { formatPath, type ExperimentProblem, type KeyPath } from './experimentProblem';
import { describeShape, isMisfit, shapeAfter } from './layerShapes';
import type { LayerSpec, ModelSpec } from './modelSpec';
import { suggest } from './nearest';

/** A vector whose width the data decide. */
const vector: readonly number[] = [1];
const makesVector = 'End it with { "globalPool": "average" } or { "flatten": true }, for example.';

/** Whether each layer can take what the one before makes, from the features to the heads. */
export function checkLayers(experiment: Experiment): ExperimentProblem[] {
  const { model, tasks } = experiment;
  if (model.architecture === 'module') return [];
  const problems = new Problems();
  const input = problems.walkEncoders(experiment);
  const shared = input && problems.walkLevels(model, input);
  if (!shared) return problems.found;
  const heads = new Map(
    Object.keys(tasks).map((task) => [Object.hasOwn(model.heads, task) ? task : 'default', task]),
  );
  for (const [key, task] of heads) {
    const path = ['model', 'heads', key];
    const end = problems.walk(path, model.heads[key] ?? [], shared);
    if (end && end.length > 1) {
      problems.add(
        path,
        `the head of '${task}' ends with ${describeShape(end)}, not with a vector.`,
        makesVector,
      );
    }
  }
  return problems.found;
}

class Problems {
  readonly found: ExperimentProblem[] = [];

  add(path: KeyPath, says: string, hint: string): void {
    const message = `${formatPath(path)}: ${says}`;
    this.found.push({ path, at: 'value', code: 'layer-misfit', message, hint });
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
      'there is no picture of this name among data.features.',
      pictures.length > 0
        ? suggest(name, pictures, 'Pictures')
        : 'Encoders are for features of type image.',
    );
  }

  private addUnjoined(name: string, hasEncoder: boolean): void {
    this.add(
      hasEncoder ? ['model', 'encoders', name] : ['model', 'encoders'],
      `'${name}' must become a vector before it can be joined with the other features.`,
      hasEncoder
        ? makesVector
        : `Add layers for '${name}' that end with { "globalPool": "average" } or { "flatten": true }.`,
    );
  }
}
