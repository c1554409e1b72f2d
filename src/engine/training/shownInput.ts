import { PNG } from 'pngjs';
import type { EncodedInput, ImageEncoding, TextEncoding } from '../../shared/encoding';
import type { ShownInput } from '../../shared/examples';
import { sizeOf } from '../../shared/shape';
import { paddingId } from '../../shared/specialTokens';
import { spaceMark } from '../data/text/words';

/**
 * A row's picture or text as the model sees it.
 * @param values of the whole part, [rows, ...shape]
 */
export function shownInput(
  { shape, encoding }: EncodedInput,
  values: Float32Array | Int32Array | undefined,
  row: number,
): ShownInput {
  const size = sizeOf(shape);
  const own = values?.subarray(row * size, (row + 1) * size) ?? new Float32Array(size);
  if (encoding.type === 'image') return shownPicture(shape, encoding, own);
  return { kind: 'text', tokens: shownTokens(own, encoding) };
}

function shownTokens(
  ids: Float32Array | Int32Array,
  { vocabulary, hasSpaces }: TextEncoding,
): string[] {
  const known = Array.from(ids).filter((id) => id !== paddingId);
  return known.map((id, index) => {
    const token = vocabulary[id] ?? '';
    if (hasSpaces) return token.replace(spaceMark, ' ');
    return index === 0 ? token : ` ${token}`;
  });
}

function shownPicture(
  [height = 0, width = 0, channels = 0]: readonly number[],
  { scale, shift }: ImageEncoding,
  values: Float32Array | Int32Array,
): ShownInput {
  const png = new PNG({ width, height });
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let color = 0; color < 3; color++) {
      const channel = Math.min(color, channels - 1);
      const value = values[pixel * channels + channel] ?? 0;
      const unit = value * (scale[channel] ?? 1) + (shift[channel] ?? 0);
      png.data[4 * pixel + color] = Math.round(255 * Math.min(1, Math.max(0, unit)));
    }
    png.data[4 * pixel + 3] = 255;
  }
  const uri = `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`;
  return { kind: 'picture', uri, width, height };
}
