import { createKernels } from './create';
import { elementwiseKernels } from './elementwise';
import { joinKernels } from './join';
import type { KernelTable } from './kernel';
import { logicalKernels } from './logical';
import { matMulKernels } from './matMul';
import { reduceKernels } from './reduce';
import { shapeKernels } from './shape';

/** Every TensorFlow.js kernel that can be compiled. */
export const kernelTable: KernelTable = {
  ...elementwiseKernels,
  ...logicalKernels,
  ...reduceKernels,
  ...matMulKernels,
  ...shapeKernels,
  ...joinKernels,
  ...createKernels,
};
