import { dirname } from 'node:path';
import { t } from '../../shared/l10n';
import {
  decodePicture,
  isPicture,
  pictureSize,
  type DecodeOptions,
  type Picture,
  type PictureSize,
} from './picture';
import { namedPictures, type PictureStore } from './pictureStore';

/** The bytes of a picture file in a cell: binary, or a struct with `bytes` as Hugging Face writes it. */
export function pictureBytes(value: unknown): Buffer | undefined {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length);
  return isPictureStruct(value) ? pictureBytes(value.bytes) : undefined;
}

/** Whether a cell tells that its column holds pictures: other binary cells may be texts. */
export function holdsPicture(value: unknown): boolean {
  const bytes = pictureBytes(value);
  return bytes !== undefined && (isPictureStruct(value) || isPicture(bytes));
}

/** The name of a picture's file, where a struct has that instead of bytes. */
export function picturePath({ path }: PictureStruct): string | undefined {
  return typeof path === 'string' ? path : undefined;
}

/** What stands for a picture in its cell: its place, counted from 1. */
export function pictureCell(row: number): string {
  return `row ${row + 1}`;
}

/** The pictures in a column. They are read as they come: asking for an earlier one starts anew. */
export class ParquetPictures implements PictureStore {
  readonly missingHint = t`A cell holds the bytes of a PNG or JPEG file, or the name of one. Fill it in, or remove the row.`;
  private readonly named: PictureStore;
  private rest: AsyncIterator<unknown> | undefined;
  private next = 0;

  /** @param values of the column, from the first row on */
  constructor(
    path: string,
    private readonly values: () => AsyncIterator<unknown>,
  ) {
    this.named = namedPictures(dirname(path));
  }

  async size(cell: string): Promise<PictureSize> {
    const bytes = await this.bytes(cell);
    return bytes ? pictureSize(bytes) : this.named.size(cell);
  }

  async read(cell: string, options?: DecodeOptions): Promise<Picture> {
    const bytes = await this.bytes(cell);
    return bytes ? decodePicture(bytes, options) : this.named.read(cell, options);
  }

  /** @returns undefined where the cell names a file */
  private async bytes(cell: string): Promise<Buffer | undefined> {
    const place = /^row (\d+)$/.exec(cell)?.[1];
    if (place === undefined) return undefined;
    const row = Number(place) - 1;
    if (!this.rest || row < this.next) {
      this.rest = this.values();
      this.next = 0;
    }
    for (; this.next < row; this.next++) await this.rest.next();
    this.next++;
    const { value } = (await this.rest.next()) as { readonly value: unknown };
    return pictureBytes(value);
  }
}

/** A picture as Hugging Face writes it. */
interface PictureStruct {
  readonly bytes: unknown;
  readonly path?: unknown;
}

export function isPictureStruct(value: unknown): value is PictureStruct {
  return typeof value === 'object' && value !== null && 'bytes' in value;
}
