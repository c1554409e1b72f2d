/** Time that one call into the backend should take, in milliseconds, so that Stop is heard. */
const callMilliseconds = 50;

/** Finds how many steps one call into the backend should run. */
export class CallPace {
  private fitting = 1;

  /** At least 1. */
  get steps(): number {
    return this.fitting;
  }

  /** Runs a call of some steps, and learns from the time it takes. */
  async time<Result>(steps: number, call: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    const result = await call();
    const milliseconds = Math.max(performance.now() - began, 1);
    const fitting = Math.floor((steps * callMilliseconds) / milliseconds);
    this.fitting = Math.max(1, Math.min(fitting, steps * 4));
    return result;
  }
}

/** Lets the event loop hear of Stop between two calls. */
export function otherWork(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
