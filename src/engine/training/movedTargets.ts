import type { Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { EncodedTask, Encoding } from '../../shared/encoding';
import { movesPlaces } from '../../shared/pictureOf';
import { deriveSeed } from '../../shared/random';
import { augmentationId } from '../model/inputs';
import { drawMovement, moveBoxes, moveMasks } from '../model/movement';

/** Moves a batch's targets as the pictures were. @param key [2], int32: of the training step */
export type TargetMovement = (target: Tensor, key: Tensor1D) => Tensor;

/**
 * For a task that says where something is in a picture that training moves.
 * @returns undefined for all other tasks
 */
export function targetMovement(
  { spec: { type }, feature }: EncodedTask,
  { inputs = [] }: Encoding,
): TargetMovement | undefined {
  const input = inputs.find(({ name }) => name === feature);
  if (input?.encoding.type !== 'image') return undefined;
  const { augment } = input.encoding;
  const isPlaced = type === 'detection' || type === 'segmentation';
  if (!isPlaced || !movesPlaces(augment)) return undefined;
  const [height = 1, width = 1] = input.shape;
  const salt = deriveSeed(0, augmentationId(input.name));
  return (target, key) => {
    const movement = drawMovement(augment, target.shape[0] ?? 0, key, salt);
    return type === 'detection'
      ? moveBoxes(target as Tensor3D, movement, [height, width])
      : moveMasks(target as Tensor3D, movement);
  };
}
