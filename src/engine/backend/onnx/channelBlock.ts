import type * as onnxRuntime from 'onnxruntime-node';
import { valueInfo } from './messages';
import { encodeModel, irVersion, ownOperators } from './schema';

/** ONNX Runtime's own operators on pictures whose channels are in blocks. */
export const blockedOperators = { domain: 'com.microsoft.nchwc', version: 1 };

/** Channels that are laid out in blocks must be a multiple of this. */
export const channelUnit = 4;

/** The name that a graph's nodes have for one of these operators. */
export function blockedOperator(name: string): string {
  return `${blockedOperators.domain}.${name}`;
}

/**
 * How many channels ONNX Runtime computes at once on this processor: the size of the blocks in which
 * it lays channels out, found by laying a picture out. Nothing where it has no such operators.
 */
export async function channelBlock(runtime: typeof onnxRuntime): Promise<number | undefined> {
  const picture = [1, channelUnit, 1, 1];
  try {
    const session = await runtime.InferenceSession.create(layingOut(picture), {
      logSeverityLevel: 4,
    });
    const zeros = new runtime.Tensor('float32', new Float32Array(channelUnit), picture);
    const { blocked } = await session.run({ picture: zeros });
    await session.release();
    return blocked?.dims[1];
  } catch {
    return undefined;
  }
}

function layingOut(picture: readonly number[]): Uint8Array {
  const { domain } = blockedOperators;
  return encodeModel({
    irVersion,
    producerName: 'mtl-lab',
    opsetImport: [ownOperators, blockedOperators],
    graph: {
      name: 'channel block',
      node: [
        { opType: 'ReorderInput', domain, input: ['picture'], output: ['blocked'], attribute: [] },
      ],
      initializer: [],
      input: [valueInfo('picture', picture, 'float32')],
      output: [valueInfo('blocked', [1, 'channels', 1, 1], 'float32')],
    },
  });
}
