import { isTokenTask, type Experiment, type TokenTask } from './experiment';
import type { ExperimentProblem, KeyPath } from './experimentProblem';
import { suggest } from './nearest';
import { textFeatures } from './textOf';
import { t } from './l10n';

/** Whether texts are split as their settings and tasks need it, and each task has a text to read. */
export function checkTokens(experiment: Experiment): ExperimentProblem[] {
  return [...checkShapes(experiment), ...checkTokenTasks(experiment)];
}

function checkShapes(experiment: Experiment): ExperimentProblem[] {
  return [...textFeatures(experiment)].flatMap(([name, { tokens, unknown }]) =>
    unknown === 'token' || tokens === 'words'
      ? []
      : [
          problem(
            ['data', 'features', name, 'unknown'],
            t`shapes are those of words, and '${name}' is split into byte pairs.`,
            t`Use "tokens": "words".`,
          ),
        ],
  );
}

function checkTokenTasks(experiment: Experiment): ExperimentProblem[] {
  const texts = textFeatures(experiment);
  return Object.entries(experiment.tasks).flatMap(([name, task]) => {
    if (!isTokenTask(task)) return [];
    const [only, second] = texts.keys();
    const text = task.text ?? (second === undefined ? only : undefined);
    const spec = text === undefined ? undefined : texts.get(text);
    if (!spec) return [noText(name, task, [...texts.keys()])];
    if (task.type === 'sequence' || spec.tokens === 'words') return [];
    return [
      problem(
        ['data', 'features', text ?? '', 'tokens'],
        t`the labels of '${name}' are those of words, and '${text ?? ''}' is split into byte pairs.`,
        t`Use "tokens": "words".`,
      ),
    ];
  });
}

function noText(
  name: string,
  { type, text }: TokenTask,
  texts: readonly string[],
): ExperimentProblem {
  if (text !== undefined) {
    const hint = suggest(text, texts, t`Texts`);
    return problem(['tasks', name, 'text'], t`there is no text feature '${text}'.`, hint);
  }
  return problem(
    ['tasks', name, 'type'],
    texts.length > 0
      ? t`a ${type} task reads the tokens of a text, and there are several.`
      : t`a ${type} task reads the tokens of a text.`,
    texts.length > 0
      ? t`Add "text": ${JSON.stringify(texts[0])}, for example.`
      : t`Add a feature of type text to data.features.`,
  );
}

function problem(path: KeyPath, says: string, hint: string | undefined): ExperimentProblem {
  return {
    path,
    at: 'value',
    code: 'token-misfit',
    message: `${path.join('.')}: ${says}`,
    ...(hint !== undefined && { hint }),
  };
}
