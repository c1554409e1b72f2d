import type { NumberArray } from '../program';
import { dataTypes, type Binding } from './binding';

/** Columns that TensorFlow has; programs on the same data share them. */
export class ColumnTensors {
  private readonly tensors = new Map<NumberArray, { readonly id: number; users: number }>();

  constructor(private readonly binding: Binding) {}

  /** @returns id of a tensor with these values, [values]; `release` it when it is not used any more */
  acquire(values: NumberArray): number {
    const known = this.tensors.get(values);
    if (known) {
      known.users++;
      return known.id;
    }
    const dtype = values instanceof Int32Array ? dataTypes.int32 : dataTypes.float32;
    const id = this.binding.createTensor([values.length], dtype, values);
    this.tensors.set(values, { id, users: 1 });
    return id;
  }

  release(values: NumberArray): void {
    const tensor = this.tensors.get(values);
    if (!tensor || --tensor.users > 0) return;
    this.binding.deleteTensor(tensor.id);
    this.tensors.delete(values);
  }
}
