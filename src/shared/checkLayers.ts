import { type Experiment, type FeatureSpec, type SequenceTask, type TaskSpec } from './experiment';
import { formatPath, type ExperimentProblem, type KeyPath } from './experimentProblem';
import { t } from './l10n';
import { describeShape, isMisfit, shapeAfter } from './layerShapes';
import type { LayerSpec, ModelSpec } from './modelSpec';
import { suggest } from './nearest';
import { ownValue } from './ownValue';
import { readFeature } from './readFeature';
import { widthOf } from './shape';

/** A vector whose width the data decide. */
const vector: readonly number[] = [1];
const textStart = t`Start its layers in model.encoders with { "embedding": 64 }.`;
const makesVector = t`End it with { "globalPool": "average" } or { "flatten": true }, for example.`;

/** Whether each layer can take what the one before makes, from the features to the heads. */
export function checkLayers(experiment: Experiment): ExperimentProblem[] {
  if (experiment.model.architecture === 'module') return [];
  const walk = new LayerWalk();
  const shared = walk.toHeads(experiment);
  if (!shared) return walk.found;
  for (const [task, spec] of Object.entries(experiment.tasks)) {
    const end = walk.head(experiment, task, shared);
    if (end) walk.checkEnd(experiment.model, task, spec, end);
  }
  // Tasks share the default head, and what is wrong with it.
  const messages = walk.found.map(({ message }) => message);
  return walk.found.filter(({ message }, index) => messages.indexOf(message) === index);
}

/** Of the input that a feature is on its own. */
function shapeOf(spec: FeatureSpec): readonly number[] | undefined {
  if (spec.type === 'image') return spec.size;
  return spec.type === 'text' ? [spec.maxTokens] : undefined;
}

/** Follows a row's shape through a model, and notes where layers do not fit. */
export class LayerWalk {
  readonly found: ExperimentProblem[] = [];
  /** Of each feature with an encoder, the shape of what that says of its tokens or places. */
  private readonly places = new Map<string, readonly number[]>();

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
    experiment: Experiment,
    task: string,
    shared: readonly number[],
  ): readonly number[] | undefined {
    const { heads } = experiment.model;
    const spec = experiment.tasks[task];
    const places = spec && this.places.get(readFeature(experiment, spec) ?? '');
    const start = places && places.length > shared.length ? places : shared;
    const key = headKey(heads, task);
    return this.walk(['model', 'heads', key], heads[key] ?? [], start);
  }

  /** Whether a head ends with what its output is made of: a vector, a map of a picture, or tokens. */
  checkEnd({ heads }: ModelSpec, task: string, spec: TaskSpec, end: readonly number[]): void {
    const { rank, what, hint } = neededEnd(task, spec);
    if (end.length !== rank) {
      this.add(
        ['model', 'heads', headKey(heads, task)],
        t`the head of '${task}' ends with ${describeShape(end)}, not with ${what}.`,
        hint,
      );
    } else if (spec.type === 'sequence') {
      this.checkDecoder(task, spec, widthOf(end));
    }
  }

  private checkDecoder(name: string, { decoder }: SequenceTask, width: number): void {
    if (width % decoder.heads === 0) return;
    this.add(
      ['tasks', name, 'decoder', 'heads'],
      t`the decoder cannot split ${width} units into ${decoder.heads} heads of the same size.`,
      t`Choose a number of heads that divides the units of the layer before.`,
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
      const layers = ownValue(encoders, name) ?? [];
      const end = this.walk(['model', 'encoders', name], layers, shape);
      const pooling = layers.findIndex((layer) => 'globalPool' in layer || 'flatten' in layer);
      const places = this.shapeOfAll(pooling === -1 ? layers : layers.slice(0, pooling), shape);
      if (layers.length > 0) this.places.set(name, places);
      if (end && end.length > 1 && !isAlone) this.addUnjoined(name, Object.hasOwn(encoders, name));
      return end;
    });
    return ends.includes(undefined) || this.found.length > 0
      ? undefined
      : isAlone
        ? ends[0]
        : vector;
  }

  private shapeOfAll(layers: readonly LayerSpec[], from: readonly number[]): readonly number[] {
    return layers.reduce((shape, layer) => {
      const after = shapeAfter(layer, shape);
      return isMisfit(after) ? shape : after;
    }, from);
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
        this.add([...path, index], t`an embedding is the first layer of a text.`, textStart);
      });
    }
    for (const name of texts) {
      const [first] = ownValue(encoders, name) ?? [];
      if (first && 'embedding' in first) continue;
      const isThere = Object.hasOwn(encoders, name);
      this.add(
        isThere ? ['model', 'encoders', name] : ['model'],
        t`the text '${name}' needs an embedding first.`,
        textStart,
      );
    }
  }

  private addUnknown(name: string, inputs: readonly string[]): void {
    this.add(
      ['model', 'encoders', name],
      t`there is no picture or text of this name among data.features.`,
      inputs.length > 0
        ? suggest(name, inputs, t`Pictures and texts`)
        : t`Encoders are for features of type image and text.`,
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

/** What the output of a task is made of. */
function neededEnd(task: string, spec: TaskSpec) {
  switch (spec.type) {
    case 'detection':
    case 'segmentation':
      return {
        rank: 3,
        what: t`a picture, [height, width, channels]`,
        hint: t`Leave flatten and globalPool out before '${task}', which says something of places.`,
      };
    case 'tagging':
    case 'sequence':
      return {
        rank: 2,
        what: t`the tokens of a text`,
        hint: t`Leave layers out that pool.`,
      };
    case 'regression':
    case 'binary':
    case 'multiclass':
    case 'multilabel':
      return { rank: 1, what: t`a vector`, hint: makesVector };
  }
}
