import { t } from '../../shared/l10n';
import { dataError } from './dataError';
import type { Columns } from './readColumns';

/** What a list of labels may have besides them, as it looks before the JSON is read. */
const suspicious = /[[,]\s*(?:null|[[{])/;

/**
 * Checks that what JSON lists of labels hold are labels.
 * @throws MtlError of kind `data` at the first row whose list has null, a list or an object
 */
export async function checkLabelLists(columns: Columns, name: string): Promise<void> {
  const { texts, firstRows } = columns.category(name);
  const wrong = texts.findIndex((text) => suspicious.test(text) && hasOther(text));
  if (wrong === -1) return;
  throw dataError(
    {
      code: 'no-label',
      message: t`A list in '${name}' has something that is no label: null, a list or an object.`,
      hint: t`A list of labels holds texts or numbers: ["red", "round"].`,
    },
    await columns.file.locate(firstRows[wrong] ?? 0, name),
  );
}

function hasOther(cell: string): boolean {
  if (!cell.startsWith('[')) return false;
  try {
    const list: unknown = JSON.parse(cell);
    return Array.isArray(list) && list.some((each) => typeof each === 'object');
  } catch {
    return false;
  }
}
