import type { ModelGraph } from '../../src/shared/run';
import type { RunHistory } from '../../src/shared/runHistory';
import { TableTwin, type TableContent } from '../dataTable';
import { element, setText } from '../dom';
import { formatCount } from '../../src/shared/numberText';
import { onResize } from '../resize';
import type { Section } from '../section';
import { styledTasks, taskMark } from '../tasks';
import { text } from '../text';
import type { ViewStateStore } from '../viewState';
import { chooseLayout, drawnScale } from './chooseLayout';
import { describeGate, gateLines, nodeName, readGates, type GateReadings } from './gateValues';
import type { GraphLayout } from './graphLayout';
import { drawGraph } from './graphSvg';
import { labelMeasure } from './labelMeasure';

/** The picture of the model with what its gates let through, its totals and the same as a table. */
export class ArchitectureSection {
  private readonly picture = element('div', { class: 'graph-box' });
  private readonly gatesNote = element('p', { class: 'quiet', hidden: true });
  private readonly twin: TableTwin;
  private available = 0;
  private epochs = 0;
  private gates: GateReadings = new Map();
  private layout: { readonly key: string; readonly placed: GraphLayout } | undefined;

  constructor(
    private readonly section: Section,
    private readonly model: ModelGraph,
    private readonly history: RunHistory,
    state: ViewStateStore,
  ) {
    this.twin = new TableTwin('architecture', text.architecture, state, () =>
      layerTable(model, this.gates),
    );
    if (model.nodes.length === 0) {
      section.body.append(element('p', { class: 'quiet' }, text.noArchitecture));
      return;
    }
    section.note.textContent = text.parameters(model.parameters.total);
    section.body.append(
      this.picture,
      totals(model, history.tasks),
      element('p', { class: 'quiet' }, text.nodeKey),
      this.gatesNote,
      this.twin.element,
    );
    this.readGates();
    this.twin.update();
    onResize(this.picture, (width) => {
      this.available = width;
      this.draw();
    });
  }

  /** Shows what gates let through since the newest epoch. */
  update(): void {
    if (!this.section.isOpen || this.epochs === this.history.epochs.length) return;
    this.readGates();
    if (this.gates.size === 0) return;
    this.draw();
    this.twin.update();
  }

  private readGates(): void {
    const { epochs } = this.history;
    const { epoch = 0, gates } = epochs.at(-1) ?? {};
    this.epochs = epochs.length;
    if (!gates) return;
    this.gates = readGates(this.model, gates);
    this.gatesNote.hidden = false;
    setText(this.gatesNote, text.gatesNote(epoch));
  }

  private draw(): void {
    if (this.available === 0) return;
    const { available, gates, picture } = this;
    const layout = this.currentLayout();
    const scale = drawnScale(layout, available);
    const svg = drawGraph(layout, this.history.tasks, gates, this.description());
    svg.setAttribute('width', String(layout.width * scale));
    svg.setAttribute('height', String(layout.height * scale));
    const scrolls = layout.width * scale > available;
    if (scrolls) picture.setAttribute('tabindex', '0');
    else picture.removeAttribute('tabindex');
    picture.replaceChildren(svg);
  }

  /** Laid out anew only when the width changes, or the length of what is written into nodes. */
  private currentLayout(): GraphLayout {
    const { model, available, gates } = this;
    const lengths = [...gates.values()].map((reading) =>
      gateLines(reading).map((line) => line.length),
    );
    const key = JSON.stringify([available, lengths]);
    if (this.layout?.key === key) return this.layout.placed;
    const placed = chooseLayout(model, available, labelMeasure(), gates);
    this.layout = { key, placed };
    return placed;
  }

  private description(): string {
    const { nodes, parameters } = this.model;
    const gates = [...this.gates].map(
      ([id, reading]) => `${nodeName(id, nodes)}: ${describeGate(reading, nodes)}`,
    );
    return text.architectureDescription(nodes, parameters.total, gates);
  }
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
export function layerTable({ nodes }: ModelGraph, gates: GateReadings): TableContent {
  const columns = [text.layerColumn, text.partColumn, text.shapeColumn, text.parametersColumn];
  return {
    caption: text.architecture,
    columns: gates.size > 0 ? [...columns, text.gateColumn] : columns,
    rows: nodes.map(({ id, label, task, shape, parameters }) => {
      const cells = [label, task ?? text.sharedPart, text.shape(shape), formatCount(parameters)];
      const reading = gates.get(id);
      if (gates.size === 0) return cells;
      return [...cells, reading ? describeGate(reading, nodes) : ''];
    }),
  };
}
