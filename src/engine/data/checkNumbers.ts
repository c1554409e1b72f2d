import type { MtlError } from '../../shared/errors';
import { t } from '../../shared/l10n';
import { dataError, throwAll } from './dataError';
import { parseNumber } from './parseNumber';
import type { ColumnRequest, Columns } from './readColumns';

/**
 * Checks that columns of numbers hold nothing else.
 * @throws MtlError of kind `data` at the first cell of each column that is no number of single precision
 */
export async function checkNumbers(
  columns: Columns,
  requests: readonly ColumnRequest[],
): Promise<void> {
  const names = new Set(requests.filter(({ as }) => as === 'number').map(({ column }) => column));
  const errors: MtlError[] = [];
  for (const name of names) {
    const { invalid, invalidCount } = columns.number(name);
    const [first] = invalid.values();
    if (!first) continue;
    const more = invalidCount > 1 ? t` (one of ${invalidCount} such cells)` : '';
    const isNumber = !Number.isNaN(parseNumber(first.text));
    errors.push(
      dataError(
        {
          code: 'not-a-number',
          message: isNumber
            ? t`'${first.text}' in the column '${name}' is too large for single precision${more}.`
            : t`'${first.text}' in the column '${name}' is not a number${more}.`,
          hint: t`Correct it; or, if it means "no value", add ${JSON.stringify(first.text)} to data.missing. A feature of texts has the type "category".`,
        },
        await columns.file.locate(first.row, name),
      ),
    );
  }
  throwAll(errors);
}
