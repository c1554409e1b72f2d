import { svgElement } from '../dom';
import { sliderStep } from '../sliderKeys';
import type { Brush } from './brushes';
import { dashboardText } from './dashboardText';

/** Where an axis is drawn. */
export interface AxisPlace {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

const [handleWidth, handleHeight] = [18, 8];
/** How far beside and beyond the axis a drag may begin. */
const reach = 13;
/** A drag over less of the axis is a click, which takes the brush away. */
const shortest = 0.02;
const whole: Brush = [0, 1];
const keySteps = { arrow: 0.02, page: 0.1, whole: 1 };

/**
 * Brushes an axis: by dragging along it, or by moving its two ends, which are sliders, with the
 * keys. At the ends of the axis they are no brush.
 */
export class AxisBrush {
  readonly element: SVGElement;
  private readonly area = svgElement('rect', { class: 'brush-area', width: handleWidth });
  private readonly handles: readonly [SVGElement, SVGElement];
  private brush: Brush = whole;

  /** @param describe a place on the axis in words */
  constructor(
    title: string,
    private readonly place: AxisPlace,
    private readonly describe: (place: number) => string,
    private readonly onChange: (brush: Brush | undefined) => void,
  ) {
    const { x, top, bottom } = place;
    const reached = svgElement('rect', {
      class: 'brush-reach',
      x: x - reach,
      width: 2 * reach,
      y: top - reach,
      height: bottom - top + 2 * reach,
    });
    reached.addEventListener('pointerdown', (event) => this.startDrag(reached, event));
    this.area.setAttribute('x', String(x - handleWidth / 2));
    this.handles = [this.handle(title, 0), this.handle(title, 1)];
    this.element = svgElement('g', { class: 'brush' }, this.area, reached, ...this.handles);
    this.update(undefined);
  }

  update(brush: Brush | undefined): void {
    this.brush = brush ?? whole;
    const [low, high] = this.brush;
    this.element.classList.toggle('is-brushed', brush !== undefined);
    this.area.setAttribute('y', String(this.yOf(high)));
    this.area.setAttribute('height', String(this.yOf(low) - this.yOf(high)));
    this.handles.forEach((handle, end) => {
      const place = this.brush[end] ?? end;
      handle.setAttribute('y', String(this.yOf(place) - (end === 0 ? 0 : handleHeight)));
      handle.setAttribute('aria-valuenow', place.toFixed(2));
      handle.setAttribute('aria-valuetext', this.describe(place));
    });
  }

  private handle(title: string, end: 0 | 1): SVGElement {
    const handle = svgElement('rect', {
      class: 'brush-handle',
      role: 'slider',
      tabindex: 0,
      'aria-label': dashboardText.brushEnd(title, end),
      'aria-orientation': 'vertical',
      'aria-valuemin': 0,
      'aria-valuemax': 1,
      x: this.place.x - handleWidth / 2,
      width: handleWidth,
      height: handleHeight,
      rx: 2,
    });
    handle.addEventListener('keydown', (event) => {
      const step = sliderStep(event.key, keySteps);
      if (step === undefined) return;
      event.preventDefault();
      this.move(end, (this.brush[end] ?? end) + step);
    });
    return handle;
  }

  private move(end: 0 | 1, to: number): void {
    const [low, high] = this.brush;
    const place = Math.min(1, Math.max(0, to));
    this.change(end === 0 ? [Math.min(place, high), high] : [low, Math.max(place, low)]);
  }

  private startDrag(target: SVGElement, event: PointerEvent): void {
    const from = this.placeAt(target, event);
    const drag = (moved: PointerEvent): void => {
      const to = this.placeAt(target, moved);
      this.change(
        Math.abs(to - from) < shortest ? whole : [Math.min(from, to), Math.max(from, to)],
      );
    };
    const end = (ended: PointerEvent): void => {
      drag(ended);
      target.removeEventListener('pointermove', drag);
    };
    target.setPointerCapture(event.pointerId);
    target.addEventListener('pointermove', drag);
    target.addEventListener('pointerup', end, { once: true });
    event.preventDefault();
  }

  private change(brush: Brush): void {
    this.onChange(brush[0] === 0 && brush[1] === 1 ? undefined : brush);
  }

  private placeAt(target: SVGElement, { clientY }: PointerEvent): number {
    const box = target.getBoundingClientRect();
    const { top, bottom } = this.place;
    const y = ((clientY - box.top) / box.height) * (bottom - top + 2 * reach) - reach;
    return Math.min(1, Math.max(0, 1 - y / (bottom - top)));
  }

  private yOf(place: number): number {
    const { top, bottom } = this.place;
    return bottom - place * (bottom - top);
  }
}
