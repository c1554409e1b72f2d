/** Numbers in a tensor of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}

/** Units of a vector, or of each place of a picture or text: the last dimension. */
export function widthOf(shape: readonly number[]): number {
  return shape.at(-1) ?? 0;
}
