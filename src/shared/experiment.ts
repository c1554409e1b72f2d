import type { GradientBalancingSpec, LossBalancingSpec } from './balancingSpec';
import type { ModelSpec } from './modelSpec';

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
  /** Relative to the experiment file; of several files the columns stand side by side. */
  readonly train: string | readonly string[];
  readonly test?: string | readonly string[];
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
/** A picture; the column has the name of its file, relative to the table, or the pictures themselves. */
export interface ImageFeature {
  readonly type: 'image';
  /** Height, width and channels (1 or 3) that pictures are brought to. */
  readonly size: readonly [number, number, number];
  /** `standard`: mean 0, deviation 1 in each channel of the training part; `unit`: 0 to 1. */
  readonly scale: 'standard' | 'unit';
  readonly augment?: AugmentSpec;
}
/** How pictures are changed at random, anew at each step of training. */
export interface AugmentSpec {
  /** Every second one is mirrored, left to right. */
  readonly flip: boolean;
  /** Pixels by which it is moved at most, in each direction. */
  readonly crop: number;
  /** Share by which it becomes lighter or darker at most. */
  readonly brightness: number;
}
/** A text, or a list of its tokens. */
export interface TextFeature {
  readonly type: 'text';
  /** What goes beyond is cut off. */
  readonly maxTokens: number;
  /** Different tokens at most, two places for padding and unknown ones included. */
  readonly vocabulary: number;
  readonly tokens: TokenKind;
  readonly lowercase: boolean;
  readonly unknown: UnknownKind;
}
export type TokenKind = 'words' | 'bytePairs';
/** What stands for a word that is not in the vocabulary: one token, or one for each shape of words. */
export type UnknownKind = 'token' | 'shape';
export type FeatureSpec = NumberFeature | CategoryFeature | ImageFeature | TextFeature;

export type TaskSpec =
  | RegressionTask
  | BinaryTask
  | MulticlassTask
  | MultilabelTask
  | DetectionTask
  | SegmentationTask
  | TaggingTask
  | SequenceTask;
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

/** Any of several labels: separated by "|" in a cell, or a JSON list. */
export interface MultilabelTask {
  readonly type: 'multilabel';
  readonly target: string;
  readonly metrics: readonly string[];
}
/** Where objects are in a picture, and what they are. */
export interface DetectionTask {
  readonly type: 'detection';
  /** A column of lists of boxes, or the columns of the one box of a picture. */
  readonly target: string | BoxColumns;
  /** The feature that the boxes are in; by default the only picture. */
  readonly picture?: string;
  readonly boxLoss: 'giou' | 'smoothL1';
  readonly metrics: readonly string[];
}
/** Columns of a box, in pixels of the original picture: its upper left corner and its size. */
export interface BoxColumns {
  /** By default all objects are of one class. */
  readonly class?: string;
  readonly x: string;
  readonly y: string;
  readonly w: string;
  readonly h: string;
}
/** The class of each pixel: a picture whose grey values are numbers of classes. */
export interface SegmentationTask {
  readonly type: 'segmentation';
  readonly target: string;
  /** By grey value, from 0 on; other values have no label. */
  readonly classes: readonly string[];
  readonly metrics: readonly string[];
}
/** A label for each token of a text. */
export interface TaggingTask {
  readonly type: 'tagging';
  /** A column of as many labels as the text has tokens: a JSON list, or separated by spaces. */
  readonly target: string;
  /** The text feature; undefined where there is one only. */
  readonly text?: string;
  readonly metrics: readonly string[];
}
/** Another text, token by token. */
export interface SequenceTask {
  readonly type: 'sequence';
  readonly target: string;
  /** The text feature that the decoder attends to; undefined where there is one only. */
  readonly text?: string;
  /** Of the target, its end included. */
  readonly maxTokens: number;
  readonly vocabulary: number;
  readonly tokens: TokenKind;
  readonly lowercase: boolean;
  readonly decoder: DecoderSpec;
  /** Share of the target's probability that all tokens have in common. */
  readonly labelSmoothing: number;
  /** Texts that decoding keeps at a time; 1: the likeliest token each time. */
  readonly beam: number;
  /** Validation rows that are decoded after an epoch at most. */
  readonly decodedRows: number;
  readonly metrics: readonly string[];
}
export interface DecoderSpec {
  /** Transformer blocks. */
  readonly layers: number;
  /** Hidden units of their feed-forward part. */
  readonly hidden: number;
  readonly heads: number;
  readonly dropout: number;
}
export type TokenTask = TaggingTask | SequenceTask;

/** Whether a task's head reads the tokens of a text rather than one vector. */
export function isTokenTask(spec: TaskSpec): spec is TokenTask {
  return spec.type === 'tagging' || spec.type === 'sequence';
}

/** How the tasks' losses, or their gradients, become one update; see docs/methods.md. */
export type BalancingSpec = LossBalancingSpec | GradientBalancingSpec;

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
