import { activation } from './activation';
import { control } from './control';
import { experimentFile } from './experimentFile';
import { stopAll } from './host';
import { newExperiment } from './newExperiment';
import { runSuites } from './runner';
import { runs } from './runs';
import { training } from './training';
import { trainTasks } from './trainTasks';
import { writing } from './writing';

/** Entry for VS Code's `extensionTestsPath`: runs every test in the extension host. */
export function run(): Promise<void> {
  const suites = {
    activation,
    experimentFile,
    newExperiment,
    training,
    trainTasks,
    writing,
    control,
    runs,
  };
  return runSuites(suites, stopAll);
}
