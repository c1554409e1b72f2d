/**
 * An experiment after validation, with every default filled in. The JSON Schema in
 * `media/experiment.schema.json` is the source of names, ranges and defaults.
 */
export interface Experiment {
  readonly name: string;
  readonly data: DataSpec;
  /** By task name, in the order of the file. */
  readonly tasks: Readonly<Record<string, TaskSpec>>;
  readonly model: ModelSpec;
  readonly balancing: BalancingSpec;
  readonly training: TrainingSpec;
  readonly relations: RelationsSpec;
  readonly compare: CompareSpec;
}

export interface DataSpec {
  /** Relative to the experiment file. */
  readonly train: string;
  readonly test?: string;
  readonly split: SplitSpec;
  /** Undefined: every column that is neither a target nor ignored, types inferred. */
  readonly features?: Readonly<Record<string, FeatureSpec>>;
  readonly ignore: readonly string[];
  /** Cell texts that mean "no value". */
  readonly missing: readonly string[];
}

export interface SplitSpec {
  /** Fraction of the training table, in [0, 1). */
  readonly validation: number;
  /** Fraction of the training table, in [0, 1); unused when `data.test` names a file. */
  readonly test: number;
  readonly seed: number;
  /** A task or a column whose proportions each part keeps. */
  readonly stratify?: string;
}

export type FeatureScale = 'standard' | 'minmax' | 'none';
export interface NumberFeature {
  readonly type: 'number';
  readonly scale: FeatureScale;
}
export interface CategoryFeature {
  readonly type: 'category';
}
export type FeatureSpec = NumberFeature | CategoryFeature;

export type TaskSpec = RegressionTask | BinaryTask | MulticlassTask;
export type TaskType = TaskSpec['type'];
export type RegressionLoss = 'mse' | 'mae' | 'huber';

export interface RegressionTask {
  readonly type: 'regression';
  readonly target: string;
  readonly loss: RegressionLoss;
  /** `standard` trains on the standardised target and reports in the target's own units. */
  readonly scale: 'standard' | 'none';
  readonly metrics: readonly string[];
}
export interface BinaryTask {
  readonly type: 'binary';
  readonly target: string;
  /** The label that counts as positive; undefined for 0/1, false/true and no/yes. */
  readonly positive?: string;
  readonly metrics: readonly string[];
}
export interface MulticlassTask {
  readonly type: 'multiclass';
  readonly target: string;
  readonly metrics: readonly string[];
}

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
export type LayerSpec = DenseLayer | DropoutLayer;

export interface ModelSpec {
  readonly architecture: 'hard-sharing';
  readonly shared: readonly LayerSpec[];
  /** By task name; `default` serves every task without an entry. The output layer is added. */
  readonly heads: Readonly<Record<string, readonly LayerSpec[]>>;
}

/** How the tasks' losses, or their gradients, become one update; see docs/methods.md. */
export type BalancingSpec = LossBalancingSpec | GradientBalancingSpec;

export type LossBalancingSpec =
  | { readonly method: 'equal' | 'log' | 'gls' | 'rlw' | 'imtl-l' }
  | { readonly method: 'fixed'; readonly weights: Readonly<Record<string, number>> }
  | { readonly method: 'uncertainty'; readonly initialLogVariance: number }
  | { readonly method: 'dwa'; readonly temperature: number }
  | { readonly method: 'famo'; readonly learningRate: number; readonly weightDecay: number }
  | StchSpec;

export interface StchSpec {
  readonly method: 'stch';
  /** Smoothness of the maximum. */
  readonly mu: number;
  /** `nadir`: logarithms of the losses, each relative to its mean in the first epoch after warm-up. */
  readonly normalise: 'nadir' | 'none';
  /** Epochs of the sum of log losses; unused without `nadir`. */
  readonly warmupEpochs: number;
  /** Preferences by task; undefined: 1 / K each. */
  readonly weights?: Readonly<Record<string, number>>;
}

export type GradientBalancingSpec = GradientMethodSpec & {
  /** Give the update direction the length of the mean gradient. */
  readonly rescale: boolean;
};

/** Whose gradients a method compares: by the shared parameters, or by the shared representation. */
export type GradientSource = 'parameters' | 'representation';
/** In which order a task's gradient meets the others'. */
export type TaskOrder = 'random' | 'fixed';

export type GradientMethodSpec =
  | { readonly method: 'config' }
  | { readonly method: 'imtl-g' | 'imtl'; readonly gradients: GradientSource }
  | { readonly method: 'gradnorm'; readonly alpha: number; readonly gradients: GradientSource }
  | { readonly method: 'excess-mtl'; readonly stepSize: number }
  | {
      readonly method: 'mgda';
      readonly normalise: 'none' | 'l2' | 'loss' | 'loss+';
      readonly gradients: GradientSource;
    }
  | { readonly method: 'pcgrad'; readonly order: TaskOrder }
  | { readonly method: 'gradvac'; readonly beta: number; readonly order: TaskOrder }
  | { readonly method: 'graddrop'; readonly leak: number; readonly gradients: GradientSource }
  | {
      readonly method: 'cagrad';
      readonly c: number;
      /** What the direction is divided by. */
      readonly divisor: '1+c^2' | '1+c' | '1';
    }
  | {
      readonly method: 'nash-mtl';
      /** Longest update direction; 0: no limit. */
      readonly maxNorm: number;
      /** Steps from one bargaining solution to the next. */
      readonly updateEvery: number;
    }
  | { readonly method: 'fairgrad'; readonly alpha: number }
  | {
      readonly method: 'aligned-mtl';
      /** The singular value that all of them become. */
      readonly scale: 'min' | 'median' | 'rmse';
      readonly gradients: GradientSource;
    }
  | { readonly method: 'upgrad' | 'dualproj'; readonly normEps: number; readonly regEps: number }
  | { readonly method: 'db-mtl'; readonly beta: number; readonly betaDecay: number }
  | {
      readonly method: 'moco';
      readonly beta: number;
      readonly betaDecay: number;
      readonly gamma: number;
      readonly gammaDecay: number;
      readonly rho: number;
    }
  | { readonly method: 'modo'; readonly gamma: number; readonly rho: number }
  | {
      readonly method: 'sdmgrad';
      readonly lambda: number;
      /** Steps of the weights' own descent, and its learning rate. */
      readonly iterations: number;
      readonly learningRate: number;
    };

/** The settings of one balancing method. */
export type SettingsOf<Method extends BalancingSpec['method']> = SpecWith<
  Method,
  LossBalancingSpec | GradientMethodSpec
>;
type SpecWith<Method, Spec> = Spec extends { readonly method: infer Name }
  ? Method extends Name
    ? Spec
    : never
  : never;

export interface AdamSpec {
  readonly name: 'adam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}
export interface SgdSpec {
  readonly name: 'sgd';
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
}
export interface RmspropSpec {
  readonly name: 'rmsprop';
  readonly learningRate: number;
  readonly alpha: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}
export type OptimizerSpec = AdamSpec | SgdSpec | RmspropSpec;

export type LearningRateSchedule =
  | { readonly type: 'constant' }
  /** From the learning rate down to `minimum` along half a cosine over all epochs. */
  | { readonly type: 'cosine'; readonly minimum: number }
  /** Times `factor` every `every` epochs. */
  | { readonly type: 'step'; readonly every: number; readonly factor: number }
  /** Times `factor` when the monitored value has not improved for `patience` epochs. */
  | {
      readonly type: 'plateau';
      readonly factor: number;
      readonly patience: number;
      readonly minimum: number;
    };

export interface EarlyStoppingSpec {
  readonly patience: number;
  readonly minDelta: number;
}

/** How often the run records how the tasks' gradients relate. */
export interface RelationsSpec {
  /** Steps from one record to the next; 0 for none. */
  readonly every: number;
  /** Whether TAG affinities are recorded with them: a pass more for each task. */
  readonly affinity: boolean;
}

export interface CompareSpec {
  /** Whether one model a task is trained after the run's own, to compare with. */
  readonly singleTask: boolean;
}

export interface ConvergenceSpec {
  /** Share of the training loss by which it may still change. */
  readonly tolerance: number;
  /** Epochs in a row in which it must not change by more. */
  readonly patience: number;
}

export interface TrainingSpec {
  /** `alternating`: task by task, the task's own weights, then the shared ones. */
  readonly schedule: 'joint' | 'alternating';
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly optimizer: OptimizerSpec;
  readonly learningRateSchedule: LearningRateSchedule;
  /**
   * What decides which epoch is best: `loss` (the weighted sum of the tasks' losses) or
   * `<task>.<metric>`, on the validation part (on the training part where there is none).
   */
  readonly monitor: string;
  readonly earlyStopping?: EarlyStoppingSpec;
  readonly convergence?: ConvergenceSpec;
  /** A safetensors file, relative to the experiment file. */
  readonly initialWeights?: string;
}
