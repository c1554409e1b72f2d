import { describeMetric } from '../../src/shared/metricNames';
import { element, setText } from '../dom';
import { segments } from '../segments';
import { button, checkbox, dropdown } from '../toolkit';
import { eachFirst } from '../viewState';
import { timeAxes, trainingLoss, type DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';

/**
 * Metric, scale, smoothing, axis, and zoom for those who do not drag.
 * @param onZoom see `OverlayCharts`: a factor of what is shown, and by which part of it to move
 */
export function chartToolbar(
  state: DashboardStore,
  metrics: readonly string[],
  onZoom: (factor: number, shift: number) => void,
): HTMLElement {
  const { metric, log, eachSeed } = state.current;
  const choices = [
    { value: eachFirst, label: dashboardText.firstMetrics },
    ...metrics.map((name) => ({ value: name, label: describeMetric(name).label })),
    { value: trainingLoss, label: dashboardText.trainingLoss },
  ];
  const picked = choices.some(({ value }) => value === metric) ? metric : eachFirst;
  return element(
    'div',
    { class: 'toolbar' },
    dropdown(dashboardText.metric, choices, picked, (value) => state.update({ metric: value })),
    checkbox(dashboardText.log, log, (checked) => state.update({ log: checked })),
    checkbox(dashboardText.eachSeed, eachSeed, (checked) => state.update({ eachSeed: checked })),
    smoothingSlider(state),
    axisChoice(state),
    zoomButtons(onZoom),
  );
}

function zoomButtons(onZoom: (factor: number, shift: number) => void): HTMLElement {
  const zoom = (sign: string, label: string, factor: number, shift = 0): HTMLElement => {
    const control = button(sign, () => onZoom(factor, shift));
    control.setAttribute('aria-label', label);
    control.title = label;
    return control;
  };
  return element(
    'div',
    { class: 'zoom' },
    zoom('←', dashboardText.zoomLeft, 1, -0.25),
    zoom('+', dashboardText.zoomIn, 0.5),
    zoom('−', dashboardText.zoomOut, 2),
    zoom('→', dashboardText.zoomRight, 1, 0.25),
    zoom('⟲', dashboardText.zoomReset, 0),
  );
}

function smoothingSlider(state: DashboardStore): HTMLElement {
  const { smoothing } = state.current;
  const slider = element('input', {
    type: 'range',
    min: 0,
    max: 0.99,
    step: 0.01,
    value: smoothing,
    'aria-label': dashboardText.smoothingLabel,
  });
  const output = element('output', {}, smoothing.toFixed(2));
  slider.addEventListener('input', () => {
    setText(output, Number(slider.value).toFixed(2));
    state.update({ smoothing: Number(slider.value) });
  });
  return element('label', { class: 'smoothing' }, dashboardText.smoothing, slider, output);
}

function axisChoice(state: DashboardStore): HTMLElement {
  return segments({
    name: 'axis',
    label: dashboardText.axisLabel,
    options: timeAxes.map((axis) => ({ value: axis, label: dashboardText.axis(axis) })),
    value: state.current.axis,
    onChange: (axis) => state.update({ axis }),
  });
}
