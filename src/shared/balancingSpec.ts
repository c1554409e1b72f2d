/** Methods that need only the tasks' losses. */
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

/** Methods that need each task's gradient. */
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
export type SettingsOf<Method extends MethodSpec['method']> = SpecWith<Method, MethodSpec>;
type MethodSpec = LossBalancingSpec | GradientMethodSpec;
type SpecWith<Method, Spec> = Spec extends { readonly method: infer Name }
  ? Method extends Name
    ? Spec
    : never
  : never;
