import { bundledChild } from '../harness/bundle.mjs';
import { childWay } from '../harness/childWay.mjs';
import { takeTurns } from '../harness/takeTurns.mjs';
import { ourBackends } from '../harness/trainingWays.mjs';
import { workloads } from '../harness/workloads.mjs';

const rounds = 20;

/** What grows, and how many times the time of an epoch may. */
const growths = [
  { name: 'rows x10', to: { rows: 10 }, atMost: 11 },
  { name: 'tasks 2 to 16', to: { outputs: Array(16).fill(1) }, atMost: 6 },
  { name: 'batch x4', to: { batch: 1024 }, atMost: 1.1 },
];

/** How the time of an epoch grows, trained as users train it: events and metrics included. */
export const growth = {
  name: 'growth',
  title: 'Growth: an epoch of the MLP, 25,600 rows, batch 256, two tasks',
  async measure(context) {
    const rows = [];
    const limits = [];
    for (const backend of ourBackends(context)) {
      const script = await bundledChild('train');
      const way = (name, { rows: times = 1, ...change }) =>
        childWay(`${backend}, ${name}`, process.execPath, [
          script,
          backend,
          String((context.short ? 2560 : 25_600) * times),
          JSON.stringify({ ...workloads.mlp, ...change }),
        ]);
      const ways = [way('as named', {}), ...growths.map(({ name, to }) => way(name, to))];
      const measured = await takeTurns(ways, context.short ? 2 : rounds);
      rows.push(...measured);
      limits.push(...growths.map((each, index) => growthLimit(backend, each, measured, index)));
    }
    return { rows, limits };
  },
};

/** By the processor's time: on a busy machine a longer round is disturbed more often. */
function growthLimit(backend, { name, atMost }, [base, ...grown], index) {
  const figure = 'CPU ms/epoch';
  const value = grown[index].figures[figure] / base.figures[figure];
  return { name: `${figure}, times: ${backend}, ${name}`, value, atMost };
}
