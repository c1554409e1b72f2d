import type { TableContent } from '../dataTable';
import { element } from '../dom';
import type { Column } from './columns';
import { dashboardText } from './dashboardText';
import { reportStyle } from './reportStyle';
import type { RunRow } from './runRows';
import { currentL10n } from '../../src/shared/l10n';

export interface ReportContent {
  readonly rows: readonly RunRow[];
  readonly columns: readonly Column[];
  readonly charts: readonly SVGElement[];
  readonly settings: TableContent;
  /** What single runs show, each under its heading. */
  readonly details: readonly ReportSection[];
  /** When it is written, in words. */
  readonly date: string;
}

export interface ReportSection {
  readonly title: string;
  readonly content: readonly HTMLElement[];
}

/** A page of one file, in the colours of the theme: no script, nothing from outside. */
export function reportHtml({
  rows,
  columns,
  charts,
  settings,
  details,
  date,
}: ReportContent): string {
  const titles = columns.map(({ task, title }) =>
    task === undefined ? title : `${task} ${title}`,
  );
  const runs: TableContent = {
    caption: dashboardText.columnNotes,
    columns: [dashboardText.run, ...titles],
    rows: rows.map((row) => [row.name, ...columns.map(({ text }) => text(row))]),
  };
  const body = element(
    'body',
    {},
    element('h1', {}, dashboardText.reportTitle),
    element('p', {}, dashboardText.reportDate(date)),
    element('h2', {}, dashboardText.runs),
    element('div', { class: 'runs', tabindex: '0' }, plainTable(runs)),
    element('h2', {}, dashboardText.charts),
    ...charts,
    ...(settings.rows.length > 0
      ? [element('h2', {}, dashboardText.differingSettings), plainTable(settings)]
      : []),
    ...details.flatMap(({ title, content }) => [element('h2', {}, title), ...content]),
  );
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return `<!DOCTYPE html>
<html lang="${currentL10n().language}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${dashboardText.reportTitle}</title>
<style>${reportStyle()}</style>
</head>
${body.outerHTML}
</html>
`;
}

function plainTable({ caption, columns, rows }: TableContent): HTMLElement {
  const head = columns.map((column) => element('th', { scope: 'col' }, column));
  const lines = rows.map(([first = '', ...cells]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, first),
      ...cells.map((cell) => element('td', {}, cell)),
    ),
  );
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...lines),
  );
}
