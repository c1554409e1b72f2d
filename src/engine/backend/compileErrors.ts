import { messageOf, MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';

const hint = t`Choose the backend "auto" to run such a step operation by operation, or replace the operation.`;

/** What a step is compiled to. */
export type GraphFormat = 'ONNX' | 'a TensorFlow graph';

/** The step uses an operation that cannot be part of a graph. */
export function operationNotCompiled(
  operation: string,
  format: GraphFormat,
  cause?: unknown,
): MtlError {
  return new MtlError(
    {
      kind: 'backend',
      code: 'operation-not-compiled',
      message: t`The operation ${operation} cannot be compiled to ${format}.`,
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
    message: t`The step reads the value of ${origin} in JavaScript; while it is compiled, there are no values.`,
    hint: t`Use tf.where instead of a condition in JavaScript, or choose the backend "cpu".`,
  });
}

/** The library that was to run a graph refuses it. */
export function graphRejected(library: string, program: string, cause: unknown): MtlError {
  return new MtlError(
    {
      kind: 'backend',
      code: 'graph-rejected',
      message: t`${library} cannot run the ${program}: ${messageOf(cause)}`,
      hint: t`Choose the backend "auto" or "cpu" to run the step operation by operation.`,
    },
    { cause },
  );
}

/** Names the operation, where TensorFlow.js lacks one; what else is thrown stays as it is. */
export function explainCompileError(error: unknown, format: GraphFormat): unknown {
  if (error instanceof MtlError || !(error instanceof Error)) return error;
  const missing = /^Kernel '(.+)' not registered for backend/.exec(error.message);
  return missing?.[1] ? operationNotCompiled(missing[1], format, error) : error;
}
