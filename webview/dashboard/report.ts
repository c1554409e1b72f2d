import type { TableContent } from '../dataTable';
import { element } from '../dom';
import { themeColor } from '../theme';
import type { Column } from './columns';
import { dashboardText } from './dashboardText';
import type { RunRow } from './runRows';
import { currentL10n } from '../../src/shared/l10n';

export interface ReportContent {
  readonly rows: readonly RunRow[];
  readonly columns: readonly Column[];
  readonly charts: readonly SVGElement[];
  readonly settings: TableContent;
  /** When it is written, in words. */
  readonly date: string;
}

/** A page of one file, in the colours of the theme: no script, nothing from outside. */
export function reportHtml({ rows, columns, charts, settings, date }: ReportContent): string {
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
    plainTable(runs),
    element('h2', {}, dashboardText.charts),
    ...charts,
    ...(settings.rows.length > 0
      ? [element('h2', {}, dashboardText.settings), plainTable(settings)]
      : []),
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

function reportStyle(): string {
  const [text, background] = [
    themeColor('--vscode-foreground'),
    themeColor('--vscode-editor-background'),
  ];
  return [
    `body{margin:24px;color:${text};background:${background};font:14px/1.4 sans-serif}`,
    'table{border-collapse:collapse;font-variant-numeric:tabular-nums}',
    'caption{text-align:left;padding-bottom:4px}',
    'th,td{padding:3px 10px;border-bottom:1px solid #8886;text-align:left;font-weight:400}',
    'thead th{font-weight:600}svg{max-width:100%;height:auto;margin:8px 8px 8px 0}',
  ].join('');
}
