import { element, setText } from '../dom';
import { text } from '../text';
import { segments } from '../segments';
import { checkbox } from '../toolkit';
import type { ViewStateStore } from '../viewState';

/** Log scale, smoothing and the horizontal axis; the axis is that of the metrics below, too. */
export function lossToolbar(state: ViewStateStore): HTMLElement {
  const log = checkbox(text.logScale, state.current.log, (checked) =>
    state.update({ log: checked }),
  );
  const smoothing = smoothingSlider(state);
  return element('div', { class: 'toolbar' }, log, smoothing, axisChoice(state));
}

function smoothingSlider(state: ViewStateStore): HTMLElement {
  const slider = element('input', {
    type: 'range',
    min: 0,
    max: 0.99,
    step: 0.01,
    'aria-label': text.smoothingLabel,
  });
  const output = element('output');
  const show = (): void => {
    const { axis, smoothing } = state.current;
    slider.value = String(smoothing[axis]);
    setText(output, smoothing[axis].toFixed(2));
  };
  slider.addEventListener('input', () => {
    const { axis, smoothing } = state.current;
    state.update({ smoothing: { ...smoothing, [axis]: Number(slider.value) } });
  });
  state.onChange(show);
  show();
  return element('label', { class: 'smoothing' }, text.smoothing, slider, output);
}

function axisChoice(state: ViewStateStore): HTMLElement {
  return segments({
    name: 'axis',
    label: text.axisLabel,
    options: (['step', 'epoch'] as const).map((axis) => ({ value: axis, label: text.axis(axis) })),
    value: state.current.axis,
    onChange: (axis) => state.update({ axis }),
  });
}
