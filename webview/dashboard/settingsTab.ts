import { settingsOf } from '../../src/shared/runGroups';
import { valueText } from '../../src/shared/settingText';
import { dataTable, type TableContent } from '../dataTable';
import { element } from '../dom';
import { checkbox } from '../toolkit';
import type { Comparison, SelectedRun } from './comparison';
import { dashboardText } from './dashboardText';

/** The settings of the runs on the charts, side by side. */
export class SettingsTab {
  readonly element: HTMLElement;
  private readonly box = element('div');
  private selected: readonly SelectedRun[] = [];
  private showsAll = false;
  private look = '';

  constructor() {
    const showAll = checkbox(dashboardText.showAll, false, (checked) => {
      this.showsAll = checked;
      this.render();
    });
    this.element = element('div', { class: 'settings' }, showAll, this.box);
  }

  update({ selected }: Comparison): void {
    this.selected = selected;
    this.render();
  }

  private render(): void {
    const content = settingsTable(this.selected, this.showsAll);
    const look = JSON.stringify(content);
    if (look === this.look) return;
    this.look = look;
    const note = this.selected.length === 0 ? dashboardText.pickForTab : dashboardText.sameSettings;
    this.box.replaceChildren(
      content.rows.length > 0 ? dataTable(content) : element('p', { class: 'quiet' }, note),
    );
  }
}

/** A row a setting, a column a run; only settings in which the runs differ, unless all are asked for. */
export function settingsTable(selected: readonly SelectedRun[], all: boolean): TableContent {
  const settings = selected.map(({ listed: { run } }) =>
    new Map(settingsOf(run)).set('training.seed', run.seed),
  );
  const paths = [...new Set(settings.flatMap((each) => [...each.keys()]))];
  const rows = paths
    .map((path) => [
      path,
      ...settings.map((each) => (each.has(path) ? valueText(each.get(path)) : '–')),
    ])
    .filter(([, ...values]) => all || new Set(values).size > 1);
  return {
    caption: all ? dashboardText.allSettings : dashboardText.settingsCaption,
    columns: [dashboardText.setting, ...selected.map(({ label }) => label)],
    rows,
  };
}
