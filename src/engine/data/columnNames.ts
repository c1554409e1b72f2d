import { t } from '../../shared/l10n';
import { dataError } from './dataError';

/**
 * The names of a table's columns; one without a name is called after its position.
 * @throws MtlError of kind `data` when there are none, or two are the same
 */
export function checkedColumns(path: string, header: readonly string[]): readonly string[] {
  if (header.length === 0) {
    throw dataError(
      {
        code: 'empty-table',
        message: t`The table is empty.`,
        hint: t`Its first line must name the columns.`,
      },
      { file: path },
    );
  }
  const names = header.map((name, index) => (name === '' ? `column ${index + 1}` : name));
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return names;
  throw dataError(
    {
      code: 'repeated-column',
      message: t`Two columns are named '${repeated}'.`,
      hint: t`Give every column a name of its own.`,
    },
    { file: path, line: 1, column: 1 },
  );
}
