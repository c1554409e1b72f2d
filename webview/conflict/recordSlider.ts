import { element, setText } from '../dom';
import type { GradientHistory } from '../../src/shared/gradientHistory';
import { text } from '../text';
import { conflictText } from './conflictText';

/** Picks a record; the newest one, also when there is a newer one, until the person picks another. */
export class RecordSlider {
  readonly element: HTMLElement;
  private readonly slider = element('input', {
    type: 'range',
    min: 0,
    step: 1,
    'aria-label': conflictText.recordLabel,
  });
  private readonly place = element('span', { class: 'record-place' });
  private picked: number | undefined;

  /** @param onPick called when the person picked another record */
  constructor(
    private readonly records: GradientHistory,
    onPick: () => void,
  ) {
    this.element = element(
      'label',
      { class: 'record' },
      element('span', {}, conflictText.record),
      this.place,
      this.slider,
    );
    this.slider.addEventListener('input', () => {
      const index = Number(this.slider.value);
      this.picked = index === this.newest ? undefined : index;
      this.update();
      onPick();
    });
  }

  /** The record to show. */
  get index(): number {
    return this.picked ?? this.newest;
  }

  update(): void {
    const { step, epoch } = this.records;
    this.slider.max = String(Math.max(0, this.newest));
    this.slider.value = String(this.index);
    this.slider.disabled = this.records.length < 2;
    const place = text.atStep(step.values[this.index] ?? 0, epoch.values[this.index] ?? 0);
    setText(this.place, place);
    this.slider.setAttribute('aria-valuetext', place);
  }

  private get newest(): number {
    return this.records.length - 1;
  }
}
