import { element } from '../dom';
import { dropdown } from '../toolkit';
import type { SelectedRun } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';

/** Picks the run that a tab shows; the same one in each of the tabs that show a single run. */
export class RunPicker {
  readonly element = element('div');
  private look = '';

  constructor(private readonly state: DashboardStore) {}

  /** Brings the choices up to date. @returns the picked run, by default the first */
  update(selected: readonly SelectedRun[]): SelectedRun | undefined {
    const run = detailRun(selected, this.state.current.detailRun);
    const choices = selected.map(({ directory, label }) => ({ value: directory, label }));
    const look = JSON.stringify([choices, run?.directory]);
    if (look === this.look) return run;
    this.look = look;
    const pick = (directory: string): void => this.state.update({ detailRun: directory });
    this.element.replaceChildren(
      ...(run ? [dropdown(dashboardText.detailRun, choices, run.directory, pick)] : []),
    );
    return run;
  }
}

/** The run that a person picked, as long as it is selected; otherwise the first. */
export function detailRun(
  selected: readonly SelectedRun[],
  picked: string,
): SelectedRun | undefined {
  return selected.find(({ directory }) => directory === picked) ?? selected[0];
}
