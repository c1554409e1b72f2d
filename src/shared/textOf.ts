import type { Experiment, TextFeature, TokenTask } from './experiment';

/** The text features of an experiment, by name. */
export function textFeatures({ data }: Pick<Experiment, 'data'>): ReadonlyMap<string, TextFeature> {
  return new Map(
    Object.entries(data.features ?? {}).flatMap(([name, spec]) =>
      spec.type === 'text' ? [[name, spec] as const] : [],
    ),
  );
}

/** The text whose tokens a task reads; without tokens where the experiment has no such text. */
export function textOf(
  experiment: Pick<Experiment, 'data'>,
  { text }: Pick<TokenTask, 'text'>,
): Pick<TextFeature, 'maxTokens'> & { readonly feature: string } {
  const texts = textFeatures(experiment);
  const [only = ''] = texts.keys();
  const feature = text ?? only;
  return { feature, maxTokens: texts.get(feature)?.maxTokens ?? 0 };
}
