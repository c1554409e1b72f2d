import type { Range } from './overlayPlot';
import { chartSvg } from './chartSvg';
import type { TimeAxis } from './dashboardState';
import type { OverlayChart } from './overlayChart';
import { dashboardText } from './dashboardText';

/** The chart as a drawing, as far as it is shown. */
export function chartPicture(
  chart: OverlayChart,
  range: Range,
  { axis, log }: { readonly axis: TimeAxis; readonly log: boolean },
): SVGSVGElement {
  const { lines } = chart.options;
  return chartSvg({
    title: chart.title,
    plot: chart.plot(range),
    ...chart.looks,
    names: lines.map(({ label }, index) => ({ label, line: lines.length + index })),
    axis: dashboardText.axis(axis),
    log,
  });
}

/** The text of a drawing. */
export function svgText(svg: SVGSVGElement): string {
  return new XMLSerializer().serializeToString(svg);
}

/** How many pixels a length of a drawing becomes. */
const pixels = 2;

/** A drawing as the bytes of a PNG file. @throws Error when the browser cannot draw it */
export async function svgPng(svg: SVGSVGElement): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = pixels * image.naturalWidth;
  canvas.height = pixels * image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('the browser made no image');
  return new Uint8Array(await blob.arrayBuffer());
}
