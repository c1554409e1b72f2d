import { expect, test } from 'vitest';
import { createMethod } from '../../../../src/engine/balancing/createMethod';
import { defaultSpec, gradientSpecs, methodNames } from './gradientSpecs';
import { combine, direction, gradientMethod, observe } from './support';

const gradients = 'parameters';
const rescale = false;
const projection = { normEps: 1e-4, regEps: 1e-4, rescale };

/** The papers' or the common libraries' settings. */
const defaults: Readonly<Record<string, object>> = {
  equal: {},
  fixed: { weights: { task0: 1, task1: 1 } },
  log: {},
  uncertainty: { initialLogVariance: -0.5 },
  dwa: { temperature: 2 },
  gls: {},
  rlw: {},
  famo: { learningRate: 0.025, weightDecay: 0.001 },
  stch: { mu: 1, normalise: 'nadir', warmupEpochs: 4 },
  'imtl-l': {},
  gradnorm: { alpha: 1.5, gradients, rescale },
  'excess-mtl': { stepSize: 0.01, rescale },
  mgda: { normalise: 'none', gradients, rescale },
  pcgrad: { order: 'random', rescale },
  gradvac: { beta: 0.5, order: 'random', rescale },
  graddrop: { leak: 0, gradients, rescale },
  cagrad: { c: 0.5, divisor: '1+c^2', rescale },
  'imtl-g': { gradients, rescale },
  imtl: { gradients, rescale },
  'nash-mtl': { maxNorm: 1, updateEvery: 1, rescale },
  fairgrad: { alpha: 1, rescale },
  'aligned-mtl': { scale: 'min', gradients, rescale },
  upgrad: projection,
  dualproj: projection,
  config: { rescale },
  'db-mtl': { beta: 0.9, betaDecay: 0, rescale },
  moco: { beta: 0.5, betaDecay: 0.5, gamma: 0.1, gammaDecay: 0.5, rho: 0, rescale },
  modo: { gamma: 0.001, rho: 0.1, rescale },
  sdmgrad: { lambda: 0.3, iterations: 20, learningRate: 5, rescale },
};

test.each(methodNames)('%s needs no more than its name', (name) => {
  const spec = defaultSpec(name);
  expect(spec).toEqual({ method: name, ...defaults[name] });
  const { kind } = createMethod(spec, ['task0', 'task1']);
  expect(kind).toBe('rescale' in spec ? 'gradients' : 'losses');
});

test.each(gradientSpecs)('$method with rescale is as long as the mean gradient', (spec) => {
  const observation = observe([
    [3, 0, 1],
    [-1, 2, 0.5],
  ]);
  const scaled = gradientMethod({ ...spec, rescale: true }, 2);
  const combination = combine(scaled, observation);
  const length = Math.hypot(...direction(combination, observation));
  expect(length).toBeCloseTo(Math.hypot(1, 1, 0.75), 6);
  expect(combination.heads).toEqual(combine(gradientMethod(spec, 2), observation).heads);
});
