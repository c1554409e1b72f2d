import type { ModelGraph } from '../../src/shared/run';
import { TableTwin, type TableContent } from '../dataTable';
import { element } from '../dom';
import { formatCount } from '../../src/shared/numberText';
import { onResize } from '../resize';
import type { Section } from '../section';
import { styledTasks, taskMark } from '../tasks';
import { text } from '../text';
import type { ViewStateStore } from '../viewState';
import { chooseLayout, drawnScale } from './chooseLayout';
import { drawGraph } from './graphSvg';
import { labelMeasure } from './labelMeasure';

/** Fills the section with the picture of the model, its totals and the same as a table. */
export function fillArchitecture(
  section: Section,
  model: ModelGraph,
  tasks: readonly string[],
  state: ViewStateStore,
): void {
  if (model.nodes.length === 0) {
    section.body.append(element('p', { class: 'quiet' }, text.noArchitecture));
    return;
  }
  section.note.textContent = text.parameters(model.parameters.total);
  const picture = element('div', { class: 'graph-box' });
  const twin = new TableTwin('architecture', text.architecture, state, () => layerTable(model));
  section.body.append(
    picture,
    totals(model, tasks),
    element('p', { class: 'quiet' }, text.nodeKey),
    twin.element,
  );
  twin.update();
  onResize(picture, (width) => showGraph(picture, model, tasks, width));
}

function showGraph(
  picture: HTMLElement,
  model: ModelGraph,
  tasks: readonly string[],
  available: number,
): void {
  const layout = chooseLayout(model, available, labelMeasure());
  const scale = drawnScale(layout, available);
  const description = text.architectureDescription(model.nodes, model.parameters.total);
  const svg = drawGraph(layout, tasks, description);
  svg.setAttribute('width', String(layout.width * scale));
  svg.setAttribute('height', String(layout.height * scale));
  const scrolls = layout.width * scale > available;
  if (scrolls) picture.setAttribute('tabindex', '0');
  else picture.removeAttribute('tabindex');
  picture.replaceChildren(svg);
}

function totals({ parameters }: ModelGraph, tasks: readonly string[]): HTMLElement {
  return element(
    'ul',
    { class: 'totals' },
    element('li', {}, text.sharedParameters(parameters.shared)),
    ...styledTasks(tasks).map(({ name, style }) =>
      element('li', {}, taskMark(style), text.taskParameters(name, parameters.tasks[name] ?? 0)),
    ),
  );
}

/** The layers as a table. */
export function layerTable({ nodes }: ModelGraph): TableContent {
  return {
    caption: text.architecture,
    columns: [text.layerColumn, text.partColumn, text.shapeColumn, text.parametersColumn],
    rows: nodes.map(({ label, task, shape, parameters }) => [
      label,
      task ?? text.sharedPart,
      text.shape(shape),
      formatCount(parameters),
    ]),
  };
}
