import { element } from '../dom';
import { keepFocus } from '../keepFocus';
import { dropdown, type Choice, type Control } from '../toolkit';
import type { SelectedRun } from './comparison';
import type { DashboardStore } from './dashboardState';
import { dashboardText } from './dashboardText';

/** Picks the run that a tab shows; the same one in each of the tabs that show a single run. */
export class RunPicker {
  readonly element = element('div');
  private control: Control | undefined;
  private look = '';

  constructor(private readonly state: DashboardStore) {}

  /** Brings the choices up to date. @returns the picked run, by default the first */
  update(selected: readonly SelectedRun[]): SelectedRun | undefined {
    const run = detailRun(selected, this.state.current.detailRun);
    const choices = selected.map(({ directory, label }) => ({ value: directory, label }));
    const look = JSON.stringify(choices);
    if (look !== this.look) this.rebuild(choices, run);
    else if (this.control && run) this.control.value = run.directory;
    this.look = look;
    return run;
  }

  private rebuild(choices: readonly Choice[], run: SelectedRun | undefined): void {
    const pick = (directory: string): void => this.state.update({ detailRun: directory });
    const control = run && dropdown(dashboardText.detailRun, choices, run.directory, pick);
    const change = (): void => this.element.replaceChildren(...(control ? [control] : []));
    keepFocus(this.element, change, () => control);
    this.control = control;
  }
}

/** The run that a person picked, as long as it is selected; otherwise the first. */
export function detailRun(
  selected: readonly SelectedRun[],
  picked: string,
): SelectedRun | undefined {
  return selected.find(({ directory }) => directory === picked) ?? selected[0];
}
