/** Shows on standard error which step of something long goes on. */
export interface StepProgress {
  /** @param fraction of the step that is done, from 0 to 1 */
  step(step: string, fraction?: number): void;
  /** Takes away what is only of interest while it goes on. */
  done(): void;
}

const clearLine = '\r\u001b[K';

/** A line that is redrawn on a terminal; elsewhere a line a step. */
export function createStepProgress(stream: NodeJS.WriteStream): StepProgress {
  if (stream.isTTY) {
    return {
      step: (step, fraction) => {
        const done = fraction === undefined ? '' : ` ${Math.round(100 * fraction)} %`;
        stream.write(clearLine + `${step} …${done}`.slice(0, stream.columns - 1));
      },
      done: () => stream.write(clearLine),
    };
  }
  let shown = '';
  return {
    step: (step) => {
      if (step !== shown) stream.write(`${step} …\n`);
      shown = step;
    },
    done: () => undefined,
  };
}
