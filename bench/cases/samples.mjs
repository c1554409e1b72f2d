import path from 'node:path';
import { root } from '../../scripts/lib/process.mjs';
import { limitsAgainst } from '../harness/limits.mjs';
import { takeTurns, withRatio } from '../harness/takeTurns.mjs';
import { ours, sampleWays, torch } from '../harness/trainingWays.mjs';

const rounds = 12;

/** Steps of a sample's network on its own data, beside the same network in PyTorch. */
function sampleCase(folder, script, name = folder) {
  return {
    name,
    title: `Step of the sample ${name}`,
    async measure(context) {
      const file = path.join(root, 'samples', folder, `${name}.mtl.json`);
      const steps = context.short ? 1 : 8;
      const ways = await sampleWays({ name, file, script, steps }, context);
      const rows = withRatio(await takeTurns(ways, context.short ? 1 : rounds), 'ms/step');
      const limit = { mine: ours, theirs: torch, figure: 'ms/step', atMost: 1 };
      return { rows, limits: limitsAgainst(rows, limit) };
    },
  };
}

/** The samples of pictures and of texts. */
export const sampleCases = [
  sampleCase('multi-mnist', 'pictures.py'),
  sampleCase('multi-mnist', 'pictures.py', 'multi-mnist-conv'),
  sampleCase('objects-and-faces', 'pictures.py'),
  sampleCase('reviews', 'texts.py'),
  sampleCase('compiler-messages', 'texts.py'),
];
