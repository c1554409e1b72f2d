import { Tensor, zeros, type DataType, type Rank } from '@tensorflow/tfjs-core';
import { runOn } from '../backend/activeBackend';
import { addPenalties } from '../model/penalties';
import type { NodeParameter, NodePass, NodeResult } from '../model/node';
import { DeclaredWeights, PassLab, type LabPass } from './labs';
import { moduleError } from './moduleError';
import type { Lab, OwnModule } from './ownModule';

/** A function of a module that makes tensors of tensors with weights. */
export interface FunctionSpec {
  readonly module: OwnModule;
  /** `shared`, `head of income`. */
  readonly name: string;
  /** For its place. */
  readonly code: (...args: never[]) => unknown;
  /** Shapes and types of a row of its inputs. */
  readonly inputs: readonly { readonly shape: readonly number[]; readonly dtype: DataType }[];
  readonly call: (lab: Lab, inputs: readonly Tensor[]) => unknown;
  /** Tells the tensors that it returned, or says what it should have returned. */
  readonly read: (result: unknown, batch: number) => readonly Tensor[] | string;
}

/** Rows of the passes that find out what a function does: two, to notice what depends on them. */
const trialRows = [2, 3] as const;

/** A function that was tried on a few rows, so that its weights and shapes are known. */
export class OwnFunction {
  readonly parameters: readonly NodeParameter[];
  /** Of a row of each of its outputs. */
  readonly shapes: readonly (readonly number[])[];
  readonly isStochastic: boolean;
  private readonly weights = new DeclaredWeights();

  /** @throws MtlError of kind `experiment` when it throws, does not come back or returns what it must not */
  constructor(private readonly spec: FunctionSpec) {
    const [first, second] = runOn('cpu', () => trialRows.map((rows) => this.tryOn(rows)));
    this.parameters = this.weights.parameters;
    this.shapes = first?.shapes ?? [];
    this.isStochastic = (first?.isStochastic || second?.isStochastic) ?? false;
  }

  /** The function as a step of a forward pass. */
  compute({ inputs, weight, training, salt }: NodePass): NodeResult {
    const source = this.weights.source(({ name }) => weight(name));
    const { module } = this.spec;
    const lab = new PassLab(module, { weight: source, training, salt });
    const outputs = module.call(this.called, () => this.run(lab, inputs));
    return { outputs, penalty: addPenalties(lab.penalties) };
  }

  private get called() {
    const { module, name, code } = this.spec;
    return { name, place: module.placeOf(code) };
  }

  /** One pass on rows of zeros: first as in an evaluation, then as in training. */
  private tryOn(rows: number) {
    const { module, inputs } = this.spec;
    const isFirst = rows === trialRows[0];
    const asked = new Set<string>();
    const source = this.weights.source(({ name, shape }) => {
      asked.add(name);
      return zeros([...shape]);
    });
    const key = zeros<Rank.R1>([2], 'int32');
    const training = isFirst ? undefined : { key, epoch: zeros<Rank.R0>([]) };
    const pass: LabPass = { weight: source, training, salt: 0 };
    const lab = new PassLab(module, pass);
    const given = inputs.map(({ shape, dtype }) => zeros([rows, ...shape], dtype));
    const outputs = module.callLimited(this.called, () => this.run(lab, given));
    this.weights.close();
    const forgotten = this.weights.parameters.find(({ name }) => !asked.has(name));
    if (forgotten)
      this.refuse(`asked for the weight '${forgotten.name}' in one pass and not in the next`);
    return {
      shapes: outputs.map(({ shape }) => shape.slice(1)),
      isStochastic: lab.isStochastic,
    };
  }

  private run(lab: PassLab, inputs: readonly Tensor[]): readonly Tensor[] {
    const batch = inputs[0]?.shape[0] ?? 0;
    const result = this.spec.call(lab, inputs);
    const read = this.spec.read(result, batch);
    if (typeof read !== 'string') return read;
    return this.refuse(`must return ${read}; it returned ${describeResult(result, batch)}`);
  }

  private refuse(says: string): never {
    const { name, place } = this.called;
    throw moduleError('module-result', `${name} ${says}.`, place);
  }
}

export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** Whether it is a tensor of numbers with a row for each row of the batch. */
export function isBatch(result: unknown, batch: number): result is Tensor {
  return isTensor(result) && result.dtype === 'float32' && result.shape[0] === batch;
}

/** What was returned, as people read it: `[batch, 4]` for rows of four numbers. */
export function describeResult(result: unknown, batch: number): string {
  if (isTensor(result)) {
    const { shape, dtype } = result;
    const type = dtype === 'float32' ? '' : ` of type ${dtype}`;
    if (shape[0] !== batch) return `[${shape.join(', ')}]${type} for ${batch} rows`;
    return `[${['batch', ...shape.slice(1)].join(', ')}]${type}`;
  }
  const [, kind = ''] = /^\[object (\w+)\]$/.exec(Object.prototype.toString.call(result)) ?? [];
  return kind === 'Promise' ? 'a promise' : kind.toLowerCase();
}
