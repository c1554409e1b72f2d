import { formatCount, formatValue } from '../../src/shared/numberText';
import type { TaskPredictions, TextPredictions } from '../../src/shared/predictions';
import { dataTable } from '../dataTable';
import { element, svgElement } from '../dom';
import { dashboardText } from './dashboardText';
import { confusionMatrix, predictedClass, rocCurve, worstRows } from './predictionMeasures';

const size = 240;
const mostPoints = 2000;
const mostWorst = 10;

/** What a task's predictions look like: confusion and ROC of classes, predicted over true numbers; the worst rows. */
export function taskPicture(task: TaskPredictions, rows: Float32Array): HTMLElement {
  const pictures = task.classes
    ? [confusionTable(task), ...(task.width === 1 ? [rocPicture(task)] : [])]
    : [scatterPicture(task)];
  return taskSection(task.name, ...pictures, worstTable(task, rows));
}

/** The rows of a task of tokens that have the largest losses. */
export function textsPicture({ name, rows }: TextPredictions): HTMLElement {
  const worst = rows.toSorted((a, b) => b.loss - a.loss).slice(0, mostWorst);
  const table = dataTable({
    caption: dashboardText.worstTexts(name),
    columns: [
      dashboardText.row,
      dashboardText.trueValue,
      dashboardText.predicted,
      dashboardText.loss,
    ],
    rows: worst.map(({ row, truth, answer, loss }) => [
      formatCount(row),
      truth,
      answer,
      formatValue(loss),
    ]),
  });
  return taskSection(name, table);
}

function taskSection(name: string, ...pictures: readonly Element[]): HTMLElement {
  return element(
    'section',
    { class: 'predictions', 'aria-label': name },
    element('h3', {}, name),
    element('div', { class: 'prediction-pictures' }, ...pictures),
  );
}

function confusionTable(task: TaskPredictions): HTMLElement {
  const { classes = [] } = task;
  return dataTable({
    caption: dashboardText.confusion(task.name),
    columns: [dashboardText.trueClass, ...classes],
    rows: confusionMatrix(task).map((counts, index) => [
      classes[index] ?? '',
      ...counts.map(formatCount),
    ]),
  });
}

function rocPicture(task: TaskPredictions): SVGElement {
  const points = rocCurve(task).map(([x, y]) => `${x * size},${(1 - y) * size}`);
  return frame(
    dashboardText.roc(task.name),
    svgElement('path', { class: 'diagonal', d: `M0,${size} L${size},0` }),
    svgElement('polyline', { class: 'curve', points: points.join(' ') }),
  );
}

function scatterPicture(task: TaskPredictions): SVGElement {
  const { values, targets } = task;
  const known = [...targets.keys()].filter((row) => Number.isFinite(targets[row]));
  const every = Math.ceil(known.length / mostPoints);
  const shown = known.filter((_, index) => index % every === 0);
  const all = shown.flatMap((row) => [values[row] ?? 0, targets[row] ?? 0]);
  const low = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const place = (value = 0): number => ((value - low) / (high - low || 1)) * size;
  return frame(
    dashboardText.scatter(task.name, formatValue(low), formatValue(high)),
    svgElement('path', { class: 'diagonal', d: `M0,${size} L${size},0` }),
    ...shown.map((row) =>
      svgElement('circle', { r: 2, cx: place(targets[row]), cy: size - place(values[row]) }),
    ),
  );
}

function frame(description: string, ...children: readonly SVGElement[]): SVGElement {
  return svgElement(
    'svg',
    {
      class: 'prediction-picture',
      viewBox: `-4 -4 ${size + 8} ${size + 8}`,
      role: 'img',
      'aria-label': description,
    },
    svgElement('title', {}, description),
    svgElement('rect', { class: 'frame', width: size, height: size }),
    ...children,
  );
}

function worstTable(task: TaskPredictions, rows: Float32Array): HTMLElement {
  const { name, classes, values, targets } = task;
  const text = (value: number): string => classes?.[value] ?? formatValue(value);
  return dataTable({
    caption: classes ? dashboardText.worstClasses(name) : dashboardText.worstNumbers(name),
    columns: [
      dashboardText.row,
      dashboardText.trueValue,
      dashboardText.predicted,
      dashboardText.error,
    ],
    rows: worstRows(task, mostWorst).map(({ row, error }) => [
      formatCount(rows[row] ?? 0),
      text(targets[row] ?? Number.NaN),
      text(classes ? predictedClass(task, row) : (values[row] ?? Number.NaN)),
      formatValue(error),
    ]),
  });
}
