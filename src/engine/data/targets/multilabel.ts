import { t } from '../../../shared/l10n';
import type { MultilabelTask } from '../../../shared/experiment';
import { suggest } from '../../../shared/nearest';
import type { ExperimentSource } from '../../../shared/parseExperiment';
import { noCategory } from '../categoryColumn';
import { dataError } from '../dataError';
import { checkLabelLists } from '../labelLists';
import { sortLabels } from '../labels';
import type { Part } from '../splitParts';
import { noLabels, type FittedTask } from '../tasks';

/** A target of 0 or 1 for each label of the whole training table; an empty cell has no label. */
export function fitMultilabel(
  source: ExperimentSource,
  name: string,
  spec: MultilabelTask,
  train: Part,
): FittedTask {
  const { target } = spec;
  const { texts, codes } = train.columns.category(target);
  const classes = sortLabels([...new Set(texts.flatMap(labelsIn))]);
  if (classes.length === 0 || train.rows.every((row) => codes[row] === noCategory)) {
    throw noLabels(source, name, target);
  }
  const places = new Map(classes.map((label, place) => [label, place]));
  const width = classes.length;
  return {
    task: { name, spec, outputs: width, targetShape: [width], classes, shift: 0, scale: 1 },
    async encode({ columns, rows }) {
      await checkLabelLists(columns, target);
      const column = columns.category(target);
      const given = column.texts.map(labelsIn);
      const stranger = given.findIndex((labels) => labels.some((label) => !places.has(label)));
      if (stranger !== -1) {
        const label = given[stranger]?.find((each) => !places.has(each)) ?? '';
        throw dataError(
          {
            code: 'unknown-label',
            message: t`'${label}' in the column '${target}' is no label of the training table.`,
            hint: suggest(label, classes, t`Labels`),
          },
          await columns.file.locate(column.codes.indexOf(stranger), target),
        );
      }
      const values = new Float32Array(rows.length * width);
      const mask = new Float32Array(rows.length).fill(1);
      rows.forEach((row, index) => {
        const labels = given[column.codes[row] ?? noCategory];
        if (!labels) mask[index] = 0;
        for (const label of labels ?? []) values[index * width + (places.get(label) ?? 0)] = 1;
      });
      return mask.includes(0) ? { values, mask } : { values };
    },
  };
}

/** `red|round`, or `["red", "round"]`. */
function labelsIn(cell: string): readonly string[] {
  if (cell.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(cell);
      if (Array.isArray(list)) return list.map(String);
    } catch {
      // Then it is a label that happens to start so.
    }
  }
  // A separator at the end, or two together, make no label of their own.
  return cell
    .split('|')
    .map((label) => label.trim())
    .filter((label) => label !== '');
}
