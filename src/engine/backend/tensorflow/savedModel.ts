import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding } from './binding';
import { encodeSavedModel, type GraphDef } from './schema';

const tag = 'program';

/**
 * Opens a session of TensorFlow for a graph. It takes graphs from files only; they are removed at
 * once.
 * @returns the session's number
 * @throws Error when TensorFlow refuses the graph, or there is no room for temporary files
 */
export function openSession(binding: Binding, graphDef: GraphDef): number {
  const folder = mkdtempSync(join(tmpdir(), 'mtl-lab-'));
  try {
    const model = {
      savedModelSchemaVersion: 1,
      metaGraphs: [{ metaInfoDef: { tags: [tag] }, graphDef }],
    };
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(model));
    return binding.loadSavedModel(folder, tag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
