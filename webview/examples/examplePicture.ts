import type { Answer } from '../../src/shared/answers';
import { element, svgElement } from '../dom';
import type { StyledTask } from '../tasks';

/** A picture, the boxes that are true and, dashed, those that the model says. */
export class ExamplePicture {
  readonly element: HTMLElement;
  private readonly said: SVGElement;

  constructor(
    uri: string,
    name: string,
    private readonly tasks: readonly StyledTask[],
    truth: readonly Answer[],
  ) {
    this.said = svgElement('g', { class: 'said-boxes' });
    this.element = element(
      'div',
      { class: 'example-picture' },
      element('img', { src: uri, alt: name }),
      svgElement(
        'svg',
        { viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        ...this.boxes(truth),
        this.said,
      ),
    );
  }

  update(answers: readonly Answer[]): void {
    this.said.replaceChildren(...this.boxes(answers));
  }

  private boxes(answers: readonly Answer[]): SVGElement[] {
    return answers.flatMap(({ task, boxes = [] }) => {
      const style = this.tasks.find(({ name }) => name === task)?.style;
      return style ? boxes.map(({ edges }) => boxShape(edges, style.className)) : [];
    });
  }
}

/** @param edges left, top, right and lower one, in shares of the picture */
function boxShape(
  [left = 0, top = 0, right = 0, bottom = 0]: readonly number[],
  className: string,
): SVGElement {
  return svgElement('rect', {
    class: className,
    x: left,
    y: top,
    width: Math.max(0, right - left),
    height: Math.max(0, bottom - top),
  });
}
