export type Activation = 'linear' | 'relu' | 'tanh' | 'sigmoid' | 'elu' | 'softplus';
export interface DenseLayer {
  /** Units. */
  readonly dense: number;
  readonly activation: Activation;
  /** Factor of the sum of squared kernel values that is added to the training objective. */
  readonly l2: number;
}
export interface DropoutLayer {
  /** Probability with which a unit is set to 0 while training. */
  readonly dropout: number;
}
/** A two-dimensional convolution of pictures. */
export interface ConvLayer {
  /** Filters: channels of its output. */
  readonly conv: number;
  /** Height and width of the kernel. */
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** `same` keeps height and width at stride 1. */
  readonly padding: 'same' | 'valid';
  readonly activation: Activation;
  readonly l2: number;
}
interface Pooling {
  /** By default the size of the window. */
  readonly stride?: number;
  readonly padding: 'same' | 'valid';
}
export type PoolLayer = Pooling & ({ readonly maxPool: number } | { readonly averagePool: number });
/** One number a channel: over all places of a picture, or all tokens of a text. */
export interface GlobalPoolLayer {
  readonly globalPool: 'average' | 'max';
}
export interface FlattenLayer {
  readonly flatten: true;
}
/** To mean 0 and deviation 1, then a scale and a shift a unit that are learned. */
export interface NormalizeLayer {
  /** `layer`: over the units of each place; `group`: over places and groups of channels. */
  readonly normalize: 'layer' | 'group';
  /** Of `group`. */
  readonly groups?: number;
}
/** x + layers(x), with a linear projection of x where the shapes differ. */
export interface ResidualLayer {
  readonly residual: readonly LayerSpec[];
  /** Of the sum. */
  readonly activation: Activation;
}
/** A vector for each token of a text. */
export interface EmbeddingLayer {
  /** Units. */
  readonly embedding: number;
  /** What is added for the place of a token: numbers that are learned, or waves. */
  readonly positions: 'none' | 'learned' | 'sinusoidal';
}
/** A gated recurrent layer over the tokens of a text. */
export interface GruLayer {
  /** Units of a direction. */
  readonly gru: number;
  /** A second one from the end to the start, its units beside those of the first. */
  readonly bidirectional: boolean;
}
/** A block of self-attention over the tokens of a text. */
export interface TransformerLayer {
  /** Hidden units of its feed-forward part. */
  readonly transformer: number;
  readonly heads: number;
  readonly dropout: number;
}
export type LayerSpec =
  | EmbeddingLayer
  | GruLayer
  | TransformerLayer
  | DenseLayer
  | DropoutLayer
  | ConvLayer
  | PoolLayer
  | GlobalPoolLayer
  | FlattenLayer
  | NormalizeLayer
  | ResidualLayer;

/** The layers that every architecture arranges in its way. */
export interface ModelLayers {
  /**
   * By the name of a picture or text feature: layers that it passes before it meets the others, or
   * the layers of `shared`. They are shared, whatever the architecture.
   */
  readonly encoders?: Readonly<Record<string, readonly LayerSpec[]>>;
  /** The layers between input and heads: those of the shared part, of an expert, or of a column. */
  readonly shared: readonly LayerSpec[];
  /** By task name; `default` serves every task without an entry. The output layer is added. */
  readonly heads: Readonly<Record<string, readonly LayerSpec[]>>;
}

export interface HardSharingSpec extends ModelLayers {
  readonly architecture: 'hard-sharing';
}
export interface AdditiveSpec extends ModelLayers {
  readonly architecture: 'additive';
  /** Factor of the sum of squares of the shared kernels in the training objective. */
  readonly lambdaShared: number;
  /** The same of the tasks' deviations. */
  readonly lambdaTask: number;
}
export interface CrossStitchSpec extends ModelLayers {
  readonly architecture: 'cross-stitch';
  /** Starting weight of a column in its own combination; the others share the rest. */
  readonly ownWeight: number;
  /** A weight for each unit instead of one for a layer. */
  readonly perUnit: boolean;
}
export interface SluiceSpec extends ModelLayers {
  readonly architecture: 'sluice';
  /** Parts into which each layer is split; they divide the units of each dense layer. */
  readonly subspaces: number;
  readonly ownWeight: number;
  /** Factor of the penalty on overlapping subspaces. */
  readonly orthogonality: number;
}
export interface MmoeSpec extends ModelLayers {
  readonly architecture: 'mmoe';
  readonly experts: number;
  /** One gate for all tasks instead of one each. */
  readonly oneGate: boolean;
}
export interface CgcSpec extends ModelLayers {
  readonly architecture: 'cgc';
  readonly sharedExperts: number;
  /** Experts of each task. */
  readonly taskExperts: number;
}
export interface PleSpec extends ModelLayers {
  readonly architecture: 'ple';
  /** Of each level. */
  readonly sharedExperts: number;
  /** Of each task and level. */
  readonly taskExperts: number;
  readonly levels: number;
}
export interface MtanSpec extends ModelLayers {
  readonly architecture: 'mtan';
  /** Hidden units of a mask; 0: one linear layer. */
  readonly maskUnits: number;
}
export interface DselectKSpec extends ModelLayers {
  readonly architecture: 'dselect-k';
  readonly experts: number;
  /** Experts that a task selects at most. */
  readonly selectors: number;
  /** Width of the smooth step. */
  readonly gamma: number;
  /** Factor of the penalty on undecided selectors. */
  readonly entropy: number;
}
export interface LearnedBranchingSpec extends ModelLayers {
  readonly architecture: 'learned-branching';
  /** Of the Gumbel softmax in the first epoch. */
  readonly temperature: number;
  /** The temperature of an epoch is divided by (epoch + 1) to this power. */
  readonly annealing: number;
}
export interface FilmSpec extends ModelLayers {
  readonly architecture: 'film';
}
export interface AdaptersSpec extends ModelLayers {
  readonly architecture: 'adapters';
  readonly adapter: 'bottleneck' | 'low-rank';
  /** Units of the bottleneck, or the rank. */
  readonly rank: number;
}
export interface EsmmSpec extends ModelLayers {
  readonly architecture: 'esmm';
}
export interface AitmSpec extends ModelLayers {
  readonly architecture: 'aitm';
  /** Factor of the penalty on a task that is likelier than the one before. */
  readonly calibration: number;
}
/** A model of one's own: a module builds all layers, so that there are none here. */
export interface ModuleSpec extends ModelLayers {
  readonly architecture: 'module';
  /** A file of TypeScript or JavaScript, relative to the experiment file. */
  readonly module: string;
}
export type ModelSpec =
  | HardSharingSpec
  | AdditiveSpec
  | CrossStitchSpec
  | SluiceSpec
  | MmoeSpec
  | CgcSpec
  | PleSpec
  | MtanSpec
  | DselectKSpec
  | LearnedBranchingSpec
  | FilmSpec
  | AdaptersSpec
  | EsmmSpec
  | AitmSpec
  | ModuleSpec;
