import type { LossMethod } from '../lossMethod';

/** What methods have that train nothing and keep nothing from step to step. */
export const noMemory = {
  kind: 'losses',
  trained: [],
  state: [],
  numbers: 0,
  stepNumbers: () => [],
  epochEnded: () => undefined,
  save: () => [],
  restore: () => undefined,
} as const satisfies Omit<LossMethod, 'objective'>;
