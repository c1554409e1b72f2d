import { t } from '../../shared/l10n';
import type { ColumnSummary, TableSummary } from '../../shared/scaffold';
import { columnDetail } from './columnText';
import type { NamePlace } from './namePlace';
import type { Outline } from './outline';

/** A name that can stand at a place. */
export interface Suggestion {
  readonly name: string;
  /** A few words about it. */
  readonly detail: string;
  /** The column it names. */
  readonly column?: ColumnSummary;
  /** What follows a new key, as a snippet. */
  readonly value?: string;
}

/**
 * The names that can stand at a place, those that are there already left out.
 * @param table the training table; undefined when it is not known
 */
export function suggestions(
  place: NamePlace,
  outline: Outline,
  table: TableSummary | undefined,
): Suggestion[] {
  const columns = table?.columns ?? [];
  const targets = outline.tasks.map(({ target }) => target);
  const isFree = ({ name }: ColumnSummary): boolean =>
    name === place.token?.value || ![...(outline.features ?? []), ...outline.ignore].includes(name);
  const inputs = columns.filter((column) => isFree(column) && !targets.includes(column.name));
  switch (place.kind) {
    case 'feature':
      return inputs.map((column) => ({
        ...suggestColumn(column),
        value: column.type === 'number' ? '"number"' : '"category"',
      }));
    case 'column':
      return inputs.map(suggestColumn);
    case 'target':
      return columns.map(suggestColumn);
    case 'label':
      return suggestLabels(place, outline, columns);
    case 'task':
      return outline.tasks.map((task) => ({
        ...suggestTask(task),
        value: place.path[0] === 'balancing' ? '${1:1}' : '[$1]',
      }));
    case 'stratum':
      return [
        ...outline.tasks.filter(({ type }) => type !== 'regression').map(suggestTask),
        ...columns.filter(({ type }) => type === 'category').map(suggestColumn),
      ];
    case 'picture':
      return outline.pictures.map(suggestPicture);
    case 'text':
      return outline.texts.map(suggestText);
    case 'pictureOrText':
      return [...outline.pictures.map(suggestPicture), ...outline.texts.map(suggestText)].map(
        (each) => ({ ...each, value: '[$1]' }),
      );
    case 'monitor':
      return monitorChoices(outline).map((name) => ({ name, detail: t`monitor` }));
  }
}

/** What `training.monitor` can name: the loss, and what the tasks report. */
export function monitorChoices({ tasks }: Outline): string[] {
  const reported = tasks.flatMap(({ name, metrics }) =>
    [...metrics, 'loss'].map((metric) => `${name}.${metric}`),
  );
  return ['loss', ...reported];
}

function suggestColumn(column: ColumnSummary): Suggestion {
  return { name: column.name, detail: columnDetail(column), column };
}

function suggestTask({ name, type }: Outline['tasks'][number]): Suggestion {
  return { name, detail: t`${type ?? ''} task`.trim() };
}

function suggestPicture(name: string): Suggestion {
  return { name, detail: t`picture` };
}

function suggestText(name: string): Suggestion {
  return { name, detail: t`text` };
}

function suggestLabels(
  { path }: NamePlace,
  { tasks }: Outline,
  columns: readonly ColumnSummary[],
): Suggestion[] {
  const target = tasks.find(({ name }) => name === path[1])?.target;
  const column = columns.find(({ name }) => name === target);
  return labelsOf(column).map((name) => ({ name, detail: t`label of ${target ?? ''}` }));
}

/** The labels of a column that is to be the target of a binary task. */
export function labelsOf(column: ColumnSummary | undefined): string[] {
  if (!column || column.distinct > 2) return [];
  return column.top?.map(({ text }) => text) ?? [...column.examples];
}
