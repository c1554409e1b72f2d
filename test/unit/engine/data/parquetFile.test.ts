import { truncateSync, writeFileSync, copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTable, type Cell } from '../../../../src/engine/data/tableFile';
import { reportOf, temporaryFolder } from './support';

const fixture = (name: string): string => resolve('test/fixtures/tables', name);

async function readAll(path: string): Promise<{ columns: readonly string[]; rows: Cell[][] }> {
  const table = await openTable(path);
  const rows: Cell[][] = [];
  await table.read((cells) => rows.push([...cells]));
  return { columns: table.columns, rows };
}

describe('Parquet', () => {
  it.each(['none', 'snappy', 'zstd', 'gzip'])(
    'has numbers, texts, dates and lists, packed with %s',
    async (codec) => {
      const { columns, rows } = await readAll(fixture(`kinds-${codec}.parquet`));
      expect(columns).toEqual(['count', 'share', 'text', 'yes', 'day', 'kind', 'tokens', 'ids']);
      const none = undefined;
      expect(rows).toEqual([
        ['1', '0.5', 'naïve', 'true', '2024-02-29T00:00:00.000Z', 'x', '["a","b"]', '[1,2]'],
        [none, '1.25', 'a,b', 'false', none, 'y', '[]', none],
        ['1099511627776', none, none, none, none, 'x', none, '[]'],
        ['3', '-3', '日本', 'true', none, none, '["{0}"]', '[3]'],
        ['-4', '1e-9', '', 'true', none, 'y', '["ü"]', '[4]'],
      ]);
    },
  );

  it('stops where it is told to, and starts anew', async () => {
    const table = await openTable(fixture('kinds-none.parquet'));
    for (let time = 0; time < 2; time++) {
      const counts: Cell[] = [];
      await table.read(([count]) => counts.push(count) < 3);
      expect(counts).toEqual(['1', undefined, '1099511627776']);
    }
    expect(await table.locate(3, 'text')).toEqual({ file: table.path, line: 4 });
  });

  it('names the row of a value that is none', async () => {
    expect(await reportOf(readAll(fixture('struct.parquet')))).toMatchObject({
      kind: 'data',
      code: 'nested-value',
      message: "'pair' holds an object.",
      location: { line: 1 },
    });
  });

  it('says so where the file is damaged, no Parquet, or not there', async () => {
    const folder = temporaryFolder();
    const cut = join(folder, 'cut.parquet');
    copyFileSync(fixture('kinds-none.parquet'), cut);
    truncateSync(cut, 700);
    const other = join(folder, 'other.parquet');
    writeFileSync(other, 'a,b\n1,2\n');
    for (const file of [cut, other]) {
      expect(await reportOf(readAll(file))).toMatchObject({
        code: 'bad-parquet',
        location: { file },
      });
    }
    expect(await reportOf(readAll(join(folder, 'no.parquet')))).toMatchObject({
      code: 'file-not-found',
    });
  });
});
