import type * as TfjsNode from '@tensorflow/tfjs-node';
import type { Workload, LenetWorkload, TransformerWorkload } from '../models/workload';

type Tfjs = typeof TfjsNode;
type Symbolic = TfjsNode.SymbolicTensor;
type Apply = (x: Symbolic) => Symbolic;

/** The workload as TensorFlow.js layers, with logits as outputs. @returns it, and one row's shape */
export function fitModel(tf: Tfjs, workload: Workload) {
  const { shape, shared, head } = parts(tf, workload);
  const input = tf.input({ shape });
  const common = shared(input);
  const outputs = workload.outputs.map((units) =>
    apply(tf.layers.dense({ units }), stack(tf, head)(common)),
  );
  return { model: tf.model({ inputs: input, outputs }), shape };
}

interface Parts {
  readonly shape: number[];
  readonly shared: Apply;
  readonly head: readonly number[];
}

function parts(tf: Tfjs, workload: Workload): Parts {
  switch (workload.model) {
    case 'mlp': {
      const { features, shared, head } = workload;
      return { shape: [features], shared: stack(tf, shared), head };
    }
    case 'lenet':
      return lenet(tf, workload);
    case 'transformer':
      return transformer(tf, workload);
  }
}

function lenet(tf: Tfjs, { side, filters, shared, head }: LenetWorkload): Parts {
  const block = (x: Symbolic, size: number) => {
    const conv = tf.layers.conv2d({ filters: size, kernelSize: 5, activation: 'relu' });
    return apply(tf.layers.maxPooling2d({ poolSize: 2 }), apply(conv, x));
  };
  return {
    shape: [side, side, 1],
    shared: (x) => stack(tf, [shared])(apply(tf.layers.flatten(), filters.reduce(block, x))),
    head: [head],
  };
}

function transformer(tf: Tfjs, workload: TransformerWorkload): Parts {
  const { tokens, vocabulary, width, layers } = workload;
  const shared: Apply = (ids) => {
    const words = apply(tf.layers.embedding({ inputDim: vocabulary, outputDim: width }), ids);
    let x = apply(positions(tf), words);
    for (let layer = 0; layer < layers; layer++) x = block(tf, x, workload);
    return apply(tf.layers.globalAveragePooling1d({}), x);
  };
  return { shape: [tokens], shared, head: [] };
}

function block(tf: Tfjs, x: Symbolic, workload: TransformerWorkload): Symbolic {
  const { width, feedForward } = workload;
  const dense = (units: number, input: Symbolic) =>
    apply(tf.layers.dense({ units, useBias: false }), input);
  const residual = (input: Symbolic, change: Symbolic) => {
    const sum = tf.layers.add().apply([input, change]) as Symbolic;
    return apply(tf.layers.layerNormalization({ epsilon: 1e-5 }), sum);
  };
  const attended = apply(attention(tf, workload), dense(3 * width, x));
  const middle = residual(x, dense(width, attended));
  const hidden = stack(tf, [feedForward])(middle);
  return residual(middle, apply(tf.layers.dense({ units: width }), hidden));
}

/** TensorFlow.js has no layer for these two: written as its documentation says to. */
function positions(tf: Tfjs) {
  class Positions extends tf.layers.Layer {
    static className = 'Positions';
    private table?: TfjsNode.LayerVariable;
    override build([, ...shape]: number[]): void {
      this.table = this.addWeight('table', shape, 'float32', tf.initializers.zeros());
    }
    override call(inputs: TfjsNode.Tensor | TfjsNode.Tensor[]): TfjsNode.Tensor {
      return tf.add(only(inputs), this.table!.read());
    }
  }
  return new Positions();
}

function attention(tf: Tfjs, { tokens, width, heads }: TransformerWorkload) {
  const each = width / heads;
  class Attention extends tf.layers.Layer {
    static className = 'Attention';
    override computeOutputShape(): (number | null)[] {
      return [null, tokens, width];
    }
    override call(inputs: TfjsNode.Tensor | TfjsNode.Tensor[]): TfjsNode.Tensor {
      const [q, k, v] = tf
        .split(only(inputs), 3, 2)
        .map((part) => tf.transpose(tf.reshape(part, [-1, tokens, heads, each]), [0, 2, 1, 3]));
      const scores = tf.softmax(tf.mul(tf.matMul(q!, k!, false, true), 1 / Math.sqrt(each)));
      return tf.reshape(tf.transpose(tf.matMul(scores, v!), [0, 2, 1, 3]), [-1, tokens, width]);
    }
  }
  return new Attention();
}

const only = (inputs: TfjsNode.Tensor | TfjsNode.Tensor[]): TfjsNode.Tensor =>
  Array.isArray(inputs) ? inputs[0]! : inputs;

/** Dense layers with ReLU. */
function stack(tf: Tfjs, widths: readonly number[]): Apply {
  return (x) =>
    widths.reduce((y, units) => apply(tf.layers.dense({ units, activation: 'relu' }), y), x);
}

function apply(layer: { apply(x: Symbolic): unknown }, x: Symbolic): Symbolic {
  return layer.apply(x) as Symbolic;
}
