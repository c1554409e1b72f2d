import { defaultMissing } from '../../shared/defaultMissing';
import type { InspectedColumn } from '../data/inspectTable';
import { knownPair } from '../data/labels';
import { listed, t } from '../../shared/l10n';
import type { ColumnTaskType } from '../../shared/scaffold';

/** A column to predict. */
export interface Target {
  readonly task: string;
  readonly type: ColumnTaskType;
  readonly column: InspectedColumn;
}

export interface ExperimentOutline {
  readonly name: string;
  /** Path of the table, relative to the experiment file. */
  readonly train: string;
  readonly rows: number;
  readonly targets: readonly Target[];
  /** The columns that are no targets. */
  readonly others: readonly InspectedColumn[];
}

/** Tables with fewer rows are trained in smaller steps, more often. */
const smallTable = 1000;

/** An experiment file with comments that say where its settings come from. */
export function experimentText(outline: ExperimentOutline): string {
  const { name, train, rows, targets, others } = outline;
  const isSmall = rows < smallTable;
  return `// ${t`${rows.toLocaleString('en')} rows, ${targets.length + others.length} columns. Hover a key for what it means; Ctrl+Space shows what else there is.`}
{
  "name": ${JSON.stringify(name)},
  "data": {
    "train": ${JSON.stringify(train)},
    // ${t`These fractions of the rows choose the best epoch (validation) and are the final test.`}
    "split": ${splitText(targets)},
    // ${t`What the model sees: numbers are standardised, categories one-hot encoded.`}
    "features": {
${listText(others.filter(({ reason }) => reason === undefined).map(featureItem))}
    }${ignoreText(others)}${missingText([...targets.map(({ column }) => column), ...others])}
  },
  "tasks": {
${listText(targets.map(taskItem), 4)}
  },
  "model": {
    "architecture": "hard-sharing",
    "shared": [{ "dense": ${isSmall ? 32 : 64}, "activation": "relu" }, { "dropout": 0.1 }],
    "heads": { "default": [{ "dense": ${isSmall ? 16 : 32}, "activation": "relu" }] }
  },
  "balancing": { "method": "equal" },
  "training": {
    "epochs": ${isSmall ? 100 : 30},
    "batchSize": ${isSmall ? 32 : 256},
    "seed": 42,
    "optimizer": { "name": "adam", "learningRate": 0.001 },
    "earlyStopping": { "patience": ${isSmall ? 10 : 5} }
  }
}
`;
}

/** A line of a list or object, with a comment behind it. */
interface Item {
  readonly text: string;
  readonly comment?: string;
}

function listText(items: readonly Item[], indent = 6): string {
  return items
    .map(({ text, comment }, index) => {
      const comma = index < items.length - 1 ? ',' : '';
      return `${' '.repeat(indent)}${text}${comma}${comment === undefined ? '' : ` // ${comment}`}`;
    })
    .join('\n');
}

/** Proportions of the first task with labels are kept in every part. */
function splitText(targets: readonly Target[]): string {
  const task = targets.find(({ type }) => type !== 'regression')?.task;
  const stratify = task === undefined ? '' : `, "stratify": ${JSON.stringify(task)}`;
  return `{ "validation": 0.15, "test": 0.15, "seed": 7${stratify} }`;
}

function featureItem({ summary: { name, type, distinct, missing } }: InspectedColumn): Item {
  const notes = [
    ...(type === 'category' ? [t`${distinct} categories`] : []),
    ...(missing > 0 ? [t`${missing} missing`] : []),
  ];
  const text = `${JSON.stringify(name)}: ${JSON.stringify(type)}`;
  return notes.length > 0 ? { text, comment: listed(notes) } : { text };
}

function taskItem({ task, type, column: { summary, labels } }: Target): Item {
  const positive =
    type === 'binary' && !knownPair(labels)
      ? `, "positive": ${JSON.stringify(summary.positive ?? labels[1])}`
      : '';
  const target = JSON.stringify(summary.name);
  const text = `${JSON.stringify(task)}: { "type": "${type}", "target": ${target}${positive} }`;
  if (summary.missing === 0) return { text };
  return { text, comment: t`${summary.missing} rows have no label and count for other tasks only` };
}

function ignoreText(others: readonly InspectedColumn[]): string {
  const items = others.flatMap(({ summary, reason }) =>
    reason === undefined ? [] : [{ text: JSON.stringify(summary.name), comment: t`has ${reason}` }],
  );
  if (items.length === 0) return '';
  return `,\n    // ${t`The model does not see these. Add columns that give a target away.`}\n    "ignore": [\n${listText(items)}\n    ]`;
}

function missingText(columns: readonly InspectedColumn[]): string {
  const marks = new Set(columns.flatMap((column) => column.marks));
  if (marks.size === 0) return '';
  const texts = [...defaultMissing, ...marks].map((text) => JSON.stringify(text)).join(', ');
  return `,\n    // ${t`Cell texts that mean "no value".`}\n    "missing": [${texts}]`;
}
