import type { Encoding } from '../../shared/encoding';
import { MtlError } from '../../shared/errors';
import { multiplyAddsOf } from '../backend/onnx/multiplyAdds';
import { traceStep, type Trace } from '../backend/onnx/trace';
import type { ProgramSpec } from '../backend/program';
import { inputColumns } from './inputs';
import type { Model } from './model';
import { stateWeights, weightState } from './predictionPass';

/** Passes over the model that a step is as much work as: forward, and back by inputs and weights. */
const passes = 3;

/**
 * Multiply-adds of a training step, to choose the number of threads: counted in the graph of the
 * forward pass. 0 for a model that has none, as an operation of its own cannot be compiled.
 */
export function workPerStep(model: Model, encoding: Encoding, batchSize: number): number {
  const trace = traced(forwardPass(model, encoding, batchSize));
  return trace ? passes * multiplyAddsOf(trace) : 0;
}

function traced(spec: ProgramSpec): Trace | undefined {
  try {
    return traceStep(spec);
  } catch (error) {
    if (error instanceof MtlError && error.report.kind === 'backend') return undefined;
    throw error;
  }
}

function forwardPass(model: Model, encoding: Encoding, batchSize: number): ProgramSpec {
  return {
    name: 'forward',
    batchSize,
    state: weightState(model),
    columns: inputColumns(encoding),
    stepInputs: [],
    step: ({ state, batch }) => ({
      state,
      outputs: model.forward(batch, stateWeights(model, state)).outputs,
    }),
  };
}
