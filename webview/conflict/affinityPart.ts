import type { GradientHistory } from '../../src/shared/gradientHistory';
import { groupTasks } from '../../src/shared/taskGrouping';
import { element, setText } from '../dom';
import type { StyledTask } from '../tasks';
import { conflictText } from './conflictText';
import { Matrix } from './matrix';

/** Mean affinities between tasks, and the groups that they propose; hidden while there are none. */
export class AffinityPart {
  readonly element: HTMLElement;
  private readonly matrix: Matrix;
  private readonly groups = element('p');
  private shownRecords = 0;

  constructor(
    private readonly tasks: readonly StyledTask[],
    private readonly records: GradientHistory,
  ) {
    this.matrix = new Matrix({ tasks });
    this.element = element(
      'section',
      { class: 'small-chart', 'aria-label': conflictText.affinity, hidden: true },
      element('h3', {}, conflictText.affinity),
      this.matrix.element,
      this.groups,
    );
  }

  update(): void {
    const affinity = this.records.affinity();
    this.element.hidden = affinity === undefined;
    if (!affinity || affinity.records === this.shownRecords) return;
    this.shownRecords = affinity.records;
    const { mean } = affinity;
    const others = mean.flatMap((row, from) => row.filter((_, to) => to !== from));
    const largest = Math.max(...others.map(Math.abs));
    const digits = digitsOf(100 * largest);
    this.matrix.update(conflictText.affinityCaption(affinity.records), mean, largest, (value) =>
      conflictText.affinityValue(value, digits),
    );
    const groups = groupTasks(mean).map((group) =>
      group.map((task) => this.tasks[task]?.name ?? ''),
    );
    setText(this.groups, conflictText.groups(groups));
  }
}

/** Digits after the decimal point that show two digits of the value; at most six. */
function digitsOf(value: number): number {
  return value > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(value)))) : 0;
}
