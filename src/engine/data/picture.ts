import { t } from '../../shared/l10n';
import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Pixels as bytes, unless read as they are stored, [height, width, channels]: grey; red, green, blue; or these and opacity. */
export interface Picture extends PictureSize {
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array | Uint16Array;
}

export interface DecodeOptions {
  /** The grey values of a PNG file of 1, 2, 4 or 16 bits as they stand in it, not brought to bytes. */
  readonly asStored?: boolean;
}

/** Why a picture cannot be used; whoever knows its place makes an error for a person of it. */
export class PictureProblem extends Error {
  constructor(
    /** To go on after the picture's name: "is broken". */
    readonly says: string,
    readonly hint: string,
  ) {
    super(says);
  }
}

/** Pixels that a picture may have: its bytes are unpacked only when it says that it has no more. */
const mostPixels = 2 ** 26;

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const jpegStart = Buffer.from([0xff, 0xd8, 0xff]);
const decodeHint = t`Pictures are PNG or JPEG files. Open it to see whether it is damaged.`;

/**
 * What a PNG or JPEG file says of its size.
 * @throws PictureProblem when it is neither, or says that it is very large
 */
export function pictureSize(bytes: Buffer): PictureSize {
  const size = isPng(bytes) ? pngSize(bytes) : jpegSize(bytes);
  if (!size) throw new PictureProblem(t`is no PNG or JPEG picture`, decodeHint);
  const { width, height } = size;
  if (width > 0 && height > 0 && width * height <= mostPixels) return size;
  throw new PictureProblem(
    t`says that it is ${width} by ${height} pixels`,
    t`A picture has at least one pixel and at most ${mostPixels.toLocaleString('en')}.`,
  );
}

/** @throws PictureProblem when the bytes are no whole PNG or JPEG file of a size that is allowed */
export function decodePicture(bytes: Buffer, { asStored = false }: DecodeOptions = {}): Picture {
  pictureSize(bytes);
  try {
    const { width, height, data } = isPng(bytes)
      ? PNG.sync.read(bytes, { skipRescale: asStored })
      : decodeJpeg(bytes, { useTArray: true, tolerantDecoding: false, maxMemoryUsageInMB: 2048 });
    return { width, height, channels: 4, data };
  } catch {
    throw new PictureProblem(t`is broken`, decodeHint);
  }
}

/** Whether the bytes begin as a PNG or JPEG file does. */
export function isPicture(bytes: Buffer): boolean {
  return isPng(bytes) || bytes.subarray(0, 3).equals(jpegStart);
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, pngStart.length).equals(pngStart);
}

/** The first chunk of a PNG file is its header. */
function pngSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.length < 24) return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** The size stands in the segment that starts the frame; segments before it are passed over. */
function jpegSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (startsFrame(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** 0xC4, 0xC8 and 0xCC, among those that start frames, do not. */
function startsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
