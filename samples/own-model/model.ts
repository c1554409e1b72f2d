import type { Head, Lab, Losses, Metrics, Shared, Tensor } from './mtl-lab';

/** A residual block: x + dense(relu(dense(normalised x))). */
function block(lab: Lab, x: Tensor, name: string): Tensor {
  const { tf } = lab;
  const units = x.shape[1] ?? 1;
  const { mean, variance } = tf.moments(x, 1, true);
  const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  const scaled = tf.mul(normalised, lab.weight(`${name}/scale`, [units], { initial: 1 }));
  const hidden = lab.dense(`${name}/in`, scaled, units, { activation: 'relu' });
  return tf.add(x, lab.dense(`${name}/out`, lab.dropout(hidden, 0.1), units));
}

/** What all tasks share: a dense layer and two residual blocks. */
export const shared: Shared = (lab, { features }) => {
  let x = lab.dense('project', features, 32);
  for (const name of ['block0', 'block1']) x = block(lab, x, name);
  return lab.tf.relu(x);
};

/** What each task has of its own. Hover `Head` for what it must return. */
export const head: Head = (lab, x, task) => {
  const hidden = lab.dense('hidden', x, 16, { activation: 'relu' });
  return lab.dense('output', hidden, task.outputs);
};

/** In place of the loss of a task. Tasks that are not named here keep theirs. */
export const losses: Losses = {
  /** Focal loss (arXiv:1708.02002): rows that are predicted well count less. */
  sex({ tf }, output, target) {
    const logit = tf.reshape(output, [-1]);
    // The logit of what is true, and how far its probability is from 1.
    const right = tf.mul(logit, tf.sub(tf.mul(target, 2), 1));
    const missing = tf.sigmoid(tf.neg(right));
    return tf.mul(tf.square(missing), tf.softplus(tf.neg(right)));
  },
};

/** Named in the experiment, beside the metrics of MTL Lab. Less is better of an `_error`. */
export const metrics: Metrics = {
  sex: {
    /** Brier score: mean squared difference of probability and label. */
    brier_error(outputs, targets) {
      const differences = outputs.map((logit, row) => 1 / (1 + Math.exp(-logit)) - (targets[row] ?? 0));
      return differences.reduce((sum, each) => sum + each ** 2, 0) / targets.length;
    },
  },
};
