import { MtlError } from '../../../shared/errors';

const hint =
  'Choose the backend "auto" to run such a step operation by operation, or replace the operation.';

/** The step uses an operation that has no entry in the kernel table. */
export function operationNotCompiled(operation: string, cause?: unknown): MtlError {
  return new MtlError(
    {
      kind: 'backend',
      code: 'operation-not-compiled',
      message: `The operation ${operation} cannot be compiled to ONNX.`,
      hint,
    },
    { cause },
  );
}

/** JavaScript asked for the numbers of a tensor that is not computed yet. */
export function valueRead(origin: string): MtlError {
  return new MtlError({
    kind: 'backend',
    code: 'value-read-while-compiling',
    message: `The step reads the value of ${origin} in JavaScript; while it is compiled, there are no values.`,
    hint: 'Use tf.where instead of a condition in JavaScript, or choose the backend "cpu".',
  });
}
