import { t } from '../../shared/l10n';
import { dataError } from './dataError';
import { picturesOf } from './pictureStore';
import { openTable, tableName, type SideBySide, type Table, type TableFile } from './tableFile';

/**
 * Opens one table, or several whose columns stand side by side, row by row.
 * @throws MtlError of kind `data` as {@link openTable}, and when two have a column of one name
 */
export async function openSideBySide(paths: readonly string[]): Promise<Table> {
  const parts: TableFile[] = [];
  for (const path of paths) parts.push(await openTable(path));
  const [first] = parts;
  return first && parts.length === 1 ? first : sideBySide(parts);
}

function sideBySide(parts: readonly TableFile[]): SideBySide {
  const owners = new Map<string, TableFile>();
  for (const part of parts) {
    for (const column of part.columns) {
      const other = owners.get(column);
      if (other) throw sameColumn(column, other, part);
      owners.set(column, part);
    }
  }
  const ownerOf = (column: string): TableFile => {
    const part = owners.get(column);
    if (!part) throw new Error(`no table has the column ${column}`);
    return part;
  };
  return {
    path: parts[0]?.path ?? '',
    columns: [...owners.keys()],
    parts,
    locate: (row, column) => ownerOf(column).locate(row, column),
    pictures: (column) => picturesOf(ownerOf(column), column),
  };
}

function sameColumn(column: string, one: TableFile, other: TableFile): Error {
  return dataError(
    {
      code: 'duplicate-column',
      message: t`${tableName(one)} and ${tableName(other)} both have a column '${column}'.`,
      hint: t`Tables side by side have columns of different names. An IDX file is named after its column: masks-idx3-ubyte has the column mask.`,
    },
    { file: other.path },
  );
}
