/** Every command of the extension, as the manifest declares it. */
export const commandIds = [
  'mtlLab.train',
  'mtlLab.stop',
  'mtlLab.newExperiment',
  'mtlLab.showArchitecture',
  'mtlLab.showMetrics',
  'mtlLab.showLog',
  'mtlLab.installBackend',
  'mtlLab.openExperiment',
  'mtlLab.removeFromQueue',
  'mtlLab.refreshExperiments',
  'mtlLab.showRun',
  'mtlLab.openRun',
  'mtlLab.openRunExperiment',
  'mtlLab.revealRun',
  'mtlLab.deleteRun',
  'mtlLab.refreshRuns',
  'mtlLab.compareRuns',
] as const;
export type CommandId = (typeof commandIds)[number];
