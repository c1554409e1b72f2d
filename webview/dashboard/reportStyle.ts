import { taskColors } from '../tasks';
import { themeColor } from '../theme';

const [text, background, quiet, blue] = [
  '--vscode-foreground',
  '--vscode-editor-background',
  '--mtl-quiet',
  '--vscode-charts-blue',
];
/** What the pictures of the page take from the theme. */
const taken = [text, background, quiet, blue, '--mtl-negative', '--mtl-positive'];

/** The style of a report, with the colours that the theme has now. */
export function reportStyle(): string {
  const tasks = taskColors.map((color) => `--vscode-charts-${color}`);
  const values = [...taken, ...tasks].map((name) => `${name}:${themeColor(name)}`);
  return [
    `:root{${[...new Set(values)].join(';')}}`,
    ...taskColors.map((color) => `.task-${color}{--task-color:var(--vscode-charts-${color})}`),
    rules,
  ].join('');
}

const rules = `
body{margin:24px;color:var(${text});background:var(${background});font:14px/1.4 sans-serif}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:4px}
th,td{padding:3px 10px;border-bottom:1px solid #8886;text-align:left;font-weight:400}
thead th{font-weight:600}
th{word-break:keep-all}
.runs{overflow-x:auto}
svg{max-width:100%;height:auto;margin:8px 8px 8px 0}
.quiet{color:var(${quiet})}
.visually-hidden{display:none}
.prediction-pictures{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:flex-start}
.prediction-picture{width:240px;height:240px;margin:0}
.prediction-picture .frame,.prediction-picture .diagonal{fill:none;stroke:var(${quiet})}
.prediction-picture .curve{fill:none;stroke:var(${blue});stroke-width:2}
.prediction-picture circle{fill:var(${blue});fill-opacity:.6}
.mark{flex:none;width:12px;height:12px;margin:0 4px 0 0;fill:var(--task-color)}
thead .matrix-task{justify-content:center}
.matrix-task{display:flex;align-items:center}
.matrix td{text-align:center;background:color-mix(in srgb,var(--cell,transparent) calc(.6*var(--strength,0%)),transparent)}
.matrix .negative{--cell:var(--mtl-negative);font-weight:600}
.matrix .positive{--cell:var(--mtl-positive)}
.pairs{width:100%;max-width:680px}
.pairs td{width:100%}
.pairs p{margin:0}
.pair-task{display:flex;align-items:center}
.sparkline{display:block;width:100%;height:28px;margin:0}
.sparkline .above{fill:var(--mtl-positive)}
.sparkline .below{fill:var(--mtl-negative)}
.sparkline .zero{stroke:currentcolor;vector-effect:non-scaling-stroke}
.sparkline .cursor{display:none}`;
