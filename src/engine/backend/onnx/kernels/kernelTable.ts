import { convKernels } from './conv';
import { createKernels } from './create';
import { cumulativeKernels } from './cumulative';
import { einsumKernels } from './einsum';
import { elementwiseKernels } from './elementwise';
import { gatherKernels } from './gather';
import { joinKernels } from './join';
import type { KernelTable } from './kernel';
import { logicalKernels } from './logical';
import { matMulKernels } from './matMul';
import { mathKernels } from './math';
import { normaliseKernels } from './normalise';
import { poolKernels } from './pool';
import { reduceKernels } from './reduce';
import { shapeKernels } from './shape';
import { sliceKernels } from './slice';

/** Every TensorFlow.js kernel that can be compiled. */
export const kernelTable: KernelTable = {
  ...elementwiseKernels,
  ...mathKernels,
  ...logicalKernels,
  ...reduceKernels,
  ...cumulativeKernels,
  ...matMulKernels,
  ...einsumKernels,
  ...convKernels,
  ...poolKernels,
  ...normaliseKernels,
  ...shapeKernels,
  ...sliceKernels,
  ...joinKernels,
  ...gatherKernels,
  ...createKernels,
};
