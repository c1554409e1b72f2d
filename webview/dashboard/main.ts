import '../pageLanguage';
import 'uplot/dist/uPlot.min.css';
import type { DashboardRequest } from '../../src/shared/dashboardMessages';
import { connectEditor } from '../host';
import { restoreFocus } from '../restoreFocus';
import { throttleToFrames } from '../schedule';
import '../styles/dashboard.css';
import { onThemeChange } from '../theme';
import { defineControls } from '../toolkit';
import { isDashboardUpdate, readRuns } from './dashboardContent';
import { DashboardPage } from './dashboardPage';
import { DashboardStore } from './dashboardState';

/** Milliseconds after which runs that still train are read again. */
const refreshInterval = 3000;

defineControls();
restoreFocus();
const editor = connectEditor<DashboardRequest>();
const state = new DashboardStore(editor);
const page = new DashboardPage(state, (request) => editor.send(request));
const requestDraw = throttleToFrames(() => page.update());

document.getElementById('app')?.append(page.element);
state.onChange(requestDraw);
onThemeChange(() => page.redraw());
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isDashboardUpdate(data)) return;
  switch (data.type) {
    case 'runs':
      page.setRuns(readRuns(data.json));
      break;
    case 'select':
      state.pick(data);
      break;
    case 'series':
      page.setSeries(data.run, data.series);
      break;
    case 'predictions':
      page.setPredictions(data.run, data.predictions);
      break;
    case 'unreadable':
      page.showProblem(data.run, data.message);
      break;
  }
  requestDraw();
});
setInterval(() => page.refresh(), refreshInterval);
editor.send({ type: 'ready' });
