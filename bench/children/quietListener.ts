import type { TrainingListener } from '../../src/engine/train';

/** Listens to nothing but the start of a training. */
export function quietListener(onStarted: () => void): TrainingListener {
  const done = () => Promise.resolve();
  return {
    started() {
      onStarted();
      return done();
    },
    events: done,
    best: done,
    predicted: done,
    checkpoint: done,
    snapshot: () => undefined,
  };
}
