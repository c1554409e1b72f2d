import { MtlError } from '../../shared/errors';
import { locate } from '../../shared/jsonText';
import { t } from '../../shared/l10n';
import { formatCount } from '../../shared/numberText';
import type { ExperimentSource } from '../../shared/parseExperiment';
import type { ModelGraph, ModelNode } from '../../shared/run';
import { sizeOf } from '../../shared/shape';
import { gigabytes, usableMemory, warningShare } from '../memory';
import { createOptimizer } from '../training/optimizers';

/**
 * Numbers kept for a parameter, and as many more for each vector that the optimiser carries. On ONNX
 * Runtime the peak was 30 to 31 a parameter with SGD and 33 to 37 with Adam, at 4 and 8 million
 * parameters: weights, gradients and their intermediate results, checkpoints, memory not yet reused.
 */
const valuesPerParameter = 30;
const valuesPerSlot = 3;
/** Numbers kept for a unit and a row of the batch; 2.4 were measured. */
const valuesPerUnit = 3;

/**
 * Estimates the memory that training a model takes, before it takes any.
 * @param rows of the training part
 * @param memory bytes that this process may use
 * @returns a warning when it takes much of the memory
 * @throws MtlError of kind `experiment`, at what takes most: layers or the batch, when it does not fit
 */
export function checkModelSize(
  source: ExperimentSource,
  graph: ModelGraph,
  rows: number,
  memory = usableMemory(),
): readonly string[] {
  const { training } = source.experiment;
  const batchSize = Math.min(training.batchSize, rows);
  const { slots } = createOptimizer(training.optimizer);
  const copies = valuesPerParameter + valuesPerSlot * slots.length;
  const float = Float32Array.BYTES_PER_ELEMENT;
  const ofParameters = (node: ModelNode): number => node.parameters * copies * float;
  const ofUnits = ({ shape }: ModelNode): number =>
    sizeOf(shape) * batchSize * valuesPerUnit * float;
  const bytes = (node: ModelNode): number => ofParameters(node) + ofUnits(node);
  const total = graph.nodes.reduce((sum, node) => sum + bytes(node), 0);
  if (total <= warningShare * memory) return [];
  const largest = graph.nodes.reduce((a, b) => (bytes(b) > bytes(a) ? b : a));
  const size = t`about ${gigabytes(total)} of ${gigabytes(memory)} of memory: ${formatCount(graph.parameters.total)} parameters, batches of ${formatCount(batchSize)} rows.`;
  const share = t`'${largest.id}' (${largest.label}) alone takes ${gigabytes(bytes(largest))}`;
  const isBatch = ofUnits(largest) > ofParameters(largest);
  const hint = isBatch
    ? t`${share}; make training.batchSize smaller.`
    : t`${share} for ${formatCount(largest.parameters)} parameters; give it fewer units or fewer inputs.`;
  if (total <= memory) return [t`Training takes ${size} ${hint}`];
  throw new MtlError({
    kind: 'experiment',
    code: 'model-too-large',
    message: t`Training would take ${size}`,
    hint,
    location: locate(source, isBatch ? ['training', 'batchSize'] : layersOf(source, largest)),
  });
}

/** The key of the layers that a node comes from. */
function layersOf({ experiment }: ExperimentSource, { task }: ModelNode): readonly string[] {
  if (task === undefined) return ['model', 'shared'];
  return ['model', 'heads', Object.hasOwn(experiment.model.heads, task) ? task : 'default'];
}
