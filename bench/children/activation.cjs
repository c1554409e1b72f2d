/** Runs in the extension host: writes how long activation takes, in milliseconds. */
const { writeFileSync } = require('node:fs');
const vscode = require('vscode');

exports.run = async () => {
  const extension = vscode.extensions.getExtension('mtl-lab.mtl-lab');
  if (extension.isActive) throw new Error('the extension was active before it was asked for');
  // Not while the window itself still starts.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  if (extension.isActive) throw new Error('the extension started by itself');
  const start = performance.now();
  await extension.activate();
  writeFileSync(process.env.MTL_LAB_BENCH_FILE, String(performance.now() - start));
};
