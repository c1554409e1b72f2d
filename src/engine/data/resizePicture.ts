import type { Picture } from './picture';

/** Pixels of the original that make one of the new ones, with their shares. */
type Shares = readonly (readonly [pixel: number, share: number])[];

/**
 * Brings a picture to a size: the mean of the area that a pixel covers where it becomes smaller,
 * linear interpolation where it becomes larger. Opacity is over white; grey is the luma of Rec. 601.
 * @param size height, width, channels (1 or 3)
 * @param output [height, width, channels]
 */
export function resizePicture(
  picture: Picture,
  [rows = 0, columns = 0, channels = 0]: readonly number[],
  output: Uint8Array,
): void {
  const { width, height } = picture;
  const across = sharesOf(width, columns);
  const down = sharesOf(height, rows);
  const sums = new Float32Array(rows * columns * channels);
  const line = new Float32Array(width * channels);
  const narrow = new Float32Array(columns * channels);
  // Line by line: a picture much larger than its new size is never there in floating point.
  for (const [y, targets] of bySource(down, height).entries()) {
    if (targets.length === 0) continue;
    readLine(picture, y, channels, line);
    across.forEach((shares, x) => {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (const [pixel, share] of shares) sum += share * (line[pixel * channels + channel] ?? 0);
        narrow[x * channels + channel] = sum;
      }
    });
    for (const [row, share] of targets) {
      const start = row * narrow.length;
      narrow.forEach((value, index) => {
        sums[start + index] = (sums[start + index] ?? 0) + share * value;
      });
    }
  }
  sums.forEach((sum, index) => (output[index] = Math.min(255, Math.round(sum))));
}

function sharesOf(from: number, to: number): Shares[] {
  const step = from / to;
  return Array.from({ length: to }, (_, index) =>
    to < from
      ? areaShares(index * step, (index + 1) * step, from)
      : linearShares(index, step, from),
  );
}

function areaShares(start: number, end: number, from: number): Shares {
  const shares: [number, number][] = [];
  for (let pixel = Math.floor(start); pixel < Math.min(Math.ceil(end), from); pixel++) {
    const covered = Math.min(end, pixel + 1) - Math.max(start, pixel);
    if (covered > 0) shares.push([pixel, covered / (end - start)]);
  }
  return shares;
}

function linearShares(index: number, step: number, from: number): Shares {
  const centre = Math.max(0, (index + 0.5) * step - 0.5);
  const pixel = Math.min(Math.floor(centre), from - 1);
  const share = Math.min(pixel + 1, from - 1) === pixel ? 0 : centre - pixel;
  if (share === 0) return [[pixel, 1]];
  return [
    [pixel, 1 - share],
    [pixel + 1, share],
  ];
}

/** The same shares by the pixel of the original. */
function bySource(shares: readonly Shares[], from: number): [target: number, share: number][][] {
  const targets = Array.from({ length: from }, (): [number, number][] => []);
  shares.forEach((sources, target) => {
    for (const [pixel, share] of sources) targets[pixel]?.push([target, share]);
  });
  return targets;
}

/** @param line [width, channels] */
function readLine(
  { width, channels: given, data }: Picture,
  y: number,
  channels: number,
  line: Float32Array,
) {
  for (let x = 0; x < width; x++) {
    const at = (y * width + x) * given;
    const opacity = given === 4 ? (data[at + 3] ?? 0) / 255 : 1;
    const over = (channel: number): number =>
      255 + opacity * ((data[at + (given === 1 ? 0 : channel)] ?? 0) - 255);
    const [red, green, blue] = [over(0), over(1), over(2)];
    if (channels === 1) line[x] = given === 1 ? red : 0.299 * red + 0.587 * green + 0.114 * blue;
    else line.set([red, green, blue], x * channels);
  }
}
