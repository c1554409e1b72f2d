import { limitsAgainst } from '../harness/limits.mjs';
import { takeTurns, withRatio } from '../harness/takeTurns.mjs';
import { fit, ours, torch, trainingWays } from '../harness/trainingWays.mjs';
import { workloads } from '../harness/workloads.mjs';

const rounds = 40;

/** @param {Record<string, number>} limits of the time of a step, by whose it is compared with */
function trainingCase(name, title, limits) {
  return {
    name,
    title,
    async measure(context) {
      const { short } = context;
      const workload = { ...workloads[name], ...(short && { steps: 2 }) };
      const ways = await trainingWays(workload, context);
      const rows = withRatio(await takeTurns(ways, short ? 2 : rounds), 'ms/step');
      const against = (theirs, figure, atMost) =>
        limitsAgainst(rows, { mine: ours, theirs, figure, atMost });
      return {
        rows,
        limits: [
          ...Object.entries(limits).flatMap(([theirs, atMost]) =>
            against(theirs, 'ms/step', atMost),
          ),
          ...against(torch, 'peak MB', 1.5),
        ],
      };
    },
  };
}

/** Training steps of one workload by every way there is; all with Adam and the same batches. */
export const trainingCases = [
  trainingCase('mlp', 'Step of an MLP: 100 -> 64 shared -> two heads 32 -> 1, batch 256', {
    [torch]: 0.5,
    [fit]: 0.1,
  }),
  trainingCase('wide', 'Step of a wide MLP: 500 -> 512 shared -> two heads, batch 1,024', {
    [torch]: 0.8,
  }),
  trainingCase('lenet', 'Step of a LeNet: pictures of 36 x 36, two heads, batch 256', {
    [torch]: 0.9,
  }),
  trainingCase(
    'transformer',
    'Step of a Transformer: 64 tokens, width 64, 4 heads, 2 layers, batch 64',
    { [torch]: 0.8 },
  ),
];
