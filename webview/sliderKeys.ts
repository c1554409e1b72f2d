/** How far keys move a slider, in its own units. */
export interface SliderSteps {
  readonly arrow: number;
  readonly page: number;
  /** From one end to the other. */
  readonly whole: number;
}

/** How far a key moves a slider, as the ARIA practices say; undefined for keys that do not. */
export function sliderStep(key: string, { arrow, page, whole }: SliderSteps): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: arrow,
    ArrowRight: arrow,
    ArrowDown: -arrow,
    ArrowLeft: -arrow,
    PageUp: page,
    PageDown: -page,
    Home: -whole,
    End: whole,
  };
  return steps[key];
}
