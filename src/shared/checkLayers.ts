import type { Experiment, FeatureSpec } from './experiment';
import { formatPath, type ExperimentProblem, type KeyPath } from './experimentProblem';
import { describeShape, isMisfit, shapeAfter } from './layerShapes';
import type { LayerSpec, ModelSpec } from './modelSpec';
import { suggest } from './nearest';

/** A vector whose width the data decide. */
const vector: readonly number[] = [1];
const textStart = 'Start its layers in model.encoders with { "embedding": 64 }.';
const makesVector = 'End it with { "globalPool": "average" } or { "flatten": true }, for example.';

/** Whether each layer can take what the one before makes, from the features to the heads. */
export function checkLayers(experiment: Experiment): ExperimentProblem[] {
  const { model, tasks } = experiment;
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

/** Of the input that a feature is on its own. */
function shapeOf(spec: FeatureSpec): readonly number[] | undefined {
  if (spec.type === 'image') return spec.size;
  return spec.type === 'text' ? [spec.maxTokens] : undefined;
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
  walkEncoders({ data, model }: Experiment): readonly number[] | undefined {
    const { encoders = {} } = model;
    const features = Object.entries(data.features ?? {});
    const inputs = new Map(
      features.flatMap(([name, spec]) => {
        const shape = shapeOf(spec);
        return shape ? [[name, shape] as const] : [];
      }),
    );
    for (const name of Object.keys(encoders)) {
      if (!inputs.has(name)) this.addUnknown(name, [...inputs.keys()]);
    }
    this.checkEmbeddings(features, model);
    const isAlone = inputs.size === 1 && features.length === 1;
    const ends = [...inputs].map(([name, shape]) => {
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

  /** Texts, and only they, start with an embedding. */
  private checkEmbeddings(
    features: readonly (readonly [string, FeatureSpec])[],
    { encoders = {}, shared, heads }: ModelSpec,
  ): void {
    const texts = features.flatMap(([name, { type }]) => (type === 'text' ? [name] : []));
    const lists: readonly (readonly [KeyPath, readonly LayerSpec[]])[] = [
      ...Object.entries(encoders).map(
        ([name, layers]) => [['model', 'encoders', name], layers] as const,
      ),
      [['model', 'shared'], shared],
      ...Object.entries(heads).map(([name, layers]) => [['model', 'heads', name], layers] as const),
    ];
    for (const [path, layers] of lists) {
      layers.forEach((layer, index) => {
        const isStart = path[1] === 'encoders' && texts.includes(String(path[2])) && index === 0;
        if (isStart || !('embedding' in layer)) return;
        this.add([...path, index], 'an embedding is the first layer of a text.', textStart);
      });
    }
    for (const name of texts) {
      const [first] = encoders[name] ?? [];
      if (first && 'embedding' in first) continue;
      const isThere = Object.hasOwn(encoders, name);
      this.add(
        isThere ? ['model', 'encoders', name] : ['model'],
        `the text '${name}' needs an embedding first.`,
        textStart,
      );
    }
  }

  private addUnknown(name: string, inputs: readonly string[]): void {
    this.add(
      ['model', 'encoders', name],
      'there is no picture or text of this name among data.features.',
      inputs.length > 0
        ? suggest(name, inputs, 'Pictures and texts')
        : 'Encoders are for features of type image and text.',
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
