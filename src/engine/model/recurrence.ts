import {
  add,
  customGrad,
  expandDims,
  matMul,
  mul,
  reshape,
  sigmoid,
  split,
  square,
  stack,
  sub,
  sum,
  tanh,
  unstack,
  zeros,
  zerosLike,
  type GradSaveFunc,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

/**
 * The states [directions, tokens, batch, units] of gated recurrent units (Cho et al., EMNLP 2014,
 * 1406.1078), all directions side by side. Its gradient is written by hand: most of it does not
 * depend on the token after, so that it is computed for all tokens at once.
 * @param given what each token says of the reset gate, the update gate and the new state,
 *   [directions, tokens, batch, 3 units]
 * @param kernel what the state before says of them, [directions, units, 3 units]
 * @param bias [directions, 1, 3 units]
 */
export function gatedRecurrence(given: Tensor4D, kernel: Tensor3D, bias: Tensor3D): Tensor4D {
  return differentiable(given, kernel, bias);
}

const differentiable = customGrad<Tensor4D>((...args) => {
  const [given, kernel, bias, save] = args as [Tensor4D, Tensor3D, Tensor3D, GradSaveFunc];
  const [directions, , batch] = given.shape;
  const units = kernel.shape[1];
  const cut = (x: Tensor, axis: number) => split(x, [2 * units, units], axis) as [Tensor, Tensor];
  const [gatesGiven, newGiven] = cut(given, 3).map((each) => unstack(each, 1));
  let state: Tensor = zeros([directions, batch, units]);
  const steps = (gatesGiven ?? []).map((gateGiven, token) => {
    const [gateRecalled, recalled] = cut(add(matMul(state, kernel), bias), 2);
    const gates = sigmoid(add(gateGiven, gateRecalled));
    const [reset, update] = split(gates, 2, 2) as [Tensor, Tensor];
    const proposed = tanh(add(newGiven?.[token] ?? 0, mul(reset, recalled)));
    const before = state;
    state = add(proposed, mul(update, sub(before, proposed)));
    return { before, gates, recalled, proposed, state };
  });
  const all = (name: keyof (typeof steps)[number]) =>
    stack(
      steps.map((step) => step[name]),
      1,
    );
  const value = all('state') as Tensor4D;
  save([kernel, all('before'), all('gates'), all('recalled'), all('proposed')]);
  return { value, gradFunc: (dy: Tensor4D, saved: Tensor[]) => gradients(dy, saved) };
});

/** By what is given, by the kernel and by the bias. */
function gradients(dy: Tensor4D, saved: readonly Tensor[]): Tensor[] {
  const [kernel, before, gates, recalled, proposed] = saved as [
    Tensor3D,
    Tensor4D,
    Tensor4D,
    Tensor4D,
    Tensor4D,
  ];
  const [reset, update] = split(gates, 2, 3) as [Tensor4D, Tensor4D];
  const kept = sub(1, update);
  // What a change of the state is worth at each place inside the step that made it.
  const toNew = mul(kept, sub(1, square(proposed)));
  const toUpdate = mul(mul(sub(before, proposed), update), kept);
  const toReset = mul(toNew, mul(recalled, mul(reset, sub(1, reset))));
  const toRecalled = stack([toReset, toUpdate, mul(toNew, reset)], 3);
  const byState = statesGradient(dy, update, toRecalled, kernel);
  const spread = expandDims(byState, 3);
  const [directions, tokens, batch, units] = dy.shape;
  const asGates = (factors: Tensor) =>
    reshape(mul(spread, factors), [directions, tokens * batch, 3 * units]);
  const byRecalled = asGates(toRecalled);
  const byGiven = asGates(stack([toReset, toUpdate, toNew], 3));
  return [
    reshape(byGiven, [directions, tokens, batch, 3 * units]),
    matMul(reshape(before, [directions, tokens * batch, units]), byRecalled, true),
    sum(byRecalled, 1, true),
  ];
}

/**
 * The gradient by each state, from the last token to the first: what the state itself is asked for,
 * and what comes through the one after it.
 * @param toRecalled [directions, tokens, batch, 3, units]
 */
function statesGradient(
  dy: Tensor4D,
  update: Tensor4D,
  toRecalled: Tensor,
  kernel: Tensor3D,
): Tensor {
  const [directions, , batch, units] = dy.shape;
  const [asked, kept, factors] = [dy, update, toRecalled].map((each) => unstack(each, 1));
  let through: Tensor = zerosLike(asked?.[0] ?? dy);
  const byState = (asked ?? []).map((_, index, { length }) => {
    const token = length - 1 - index;
    const each = add(asked?.[token] ?? 0, through);
    const recalled = mul(expandDims(each, 2), factors?.[token] ?? 0);
    const byGates = reshape(recalled, [directions, batch, 3 * units]);
    through = add(mul(each, kept?.[token] ?? 0), matMul(byGates, kernel, false, true));
    return each;
  });
  return stack(byState.reverse(), 1);
}
