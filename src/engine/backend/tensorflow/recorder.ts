import type { BackendValues } from '@tensorflow/tfjs-core';
import { valueRead } from '../compileErrors';
import type { Binding, OpAttribute, TensorflowBackend, TensorHandle } from './binding';

/** An operation that TensorFlow executed; its tensors by their ids. */
export interface RecordedOperation {
  readonly name: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** A tensor whose values do not depend on what a step is given. */
export interface RecordedConstant {
  readonly handle: TensorHandle;
  readonly values: BackendValues;
}

/**
 * Stands between tfjs-node and TensorFlow: lets every operation through and records it, keeps a
 * copy of every constant, and lets nobody read what was computed.
 */
export class Recorder {
  readonly operations: RecordedOperation[] = [];
  readonly constants = new Map<number, RecordedConstant>();
  private readonly handles = new Map<number, TensorHandle>();
  /** What computed or given tensors are, for messages. */
  private readonly origins = new Map<number, string>();

  constructor(private readonly binding: Binding) {}

  /** Runs code on the backend and records what it executes. */
  during<Result>(backend: TensorflowBackend, code: () => Result): Result {
    backend.binding = this.recordingBinding();
    try {
      return code();
    } finally {
      backend.binding = this.binding;
    }
  }

  /** A tensor that the code is given. */
  input(origin: string, shape: number[], dtype: number, values: BackendValues): TensorHandle {
    const handle = { id: this.binding.createTensor(shape, dtype, values), shape, dtype };
    this.note(handle, origin);
    return handle;
  }

  /** The tensor with this id; one from before the recording becomes a constant. */
  known(id: number): TensorHandle {
    return this.handles.get(id) ?? this.adopt(id);
  }

  private recordingBinding(): Binding {
    const own: Partial<Binding> = {
      executeOp: (name, attributes, inputs, outputCount) => {
        inputs.forEach((id) => this.known(id));
        const outputs = this.binding.executeOp(name, attributes, inputs, outputCount);
        outputs.forEach((handle) => this.note(handle, `the result of ${name}`));
        const ids = outputs.map(({ id }) => id);
        this.operations.push({ name, attributes, inputs: [...inputs], outputs: ids });
        return outputs;
      },
      createTensor: (shape, dtype, values) => {
        const id = this.binding.createTensor(shape, dtype, values);
        this.keepConstant({ id, shape, dtype }, values.slice());
        return id;
      },
      tensorDataSync: (id) => {
        const origin = this.origins.get(id);
        if (origin !== undefined) throw valueRead(origin);
        return this.binding.tensorDataSync(id);
      },
    };
    // The addon's properties cannot be replaced, but an object that inherits from it can have its own.
    return Object.create(this.binding, Object.getOwnPropertyDescriptors(own)) as Binding;
  }

  private note(handle: TensorHandle, origin: string): void {
    this.handles.set(handle.id, handle);
    this.origins.set(handle.id, origin);
  }

  private keepConstant(handle: TensorHandle, values: BackendValues): void {
    this.handles.set(handle.id, handle);
    this.constants.set(handle.id, { handle, values });
  }

  /** Learns shape and type from a copy of the tensor, since the id alone does not tell them. */
  private adopt(id: number): TensorHandle {
    const [copy] = this.binding.executeOp('Identity', [], [id], 1);
    if (!copy) throw new Error(`TensorFlow has no tensor ${id}`);
    const handle = { ...copy, id };
    this.keepConstant(handle, this.binding.tensorDataSync(copy.id));
    this.binding.deleteTensor(copy.id);
    return handle;
  }
}
