import type { SequenceTask } from '../../../shared/experiment';
import type { ExperimentSource } from '../../../shared/parseExperiment';
import { endId, targetTokens } from '../../../shared/specialTokens';
import { textOf } from '../../../shared/textOf';
import type { Part } from '../splitParts';
import { noLabels, type FittedTask } from '../tasks';
import { textsOf, TextNotes } from './fitText';
import { learnTokens, Tokenizer } from './tokenizer';

/**
 * Fits a task that writes texts: its vocabulary is that of the training part.
 * @throws MtlError of kind `data` when that has no text
 */
export function fitSequence(
  source: ExperimentSource,
  name: string,
  spec: SequenceTask,
  train: Part,
): FittedTask {
  const { target, maxTokens } = spec;
  const { feature } = textOf(source.experiment, spec);
  const text = learnTokens(textsOf(target, train), {
    ...spec,
    special: targetTokens,
    hasSpaces: true,
  });
  if (text.vocabulary.length === targetTokens.length) throw noLabels(source, name, target);
  const tokenizer = new Tokenizer(text);
  const notes = new TextNotes(target, maxTokens);
  const shape = [maxTokens];
  return {
    task: {
      name,
      spec,
      outputs: text.vocabulary.length - 1,
      targetShape: shape,
      outputShape: shape,
      text,
      feature,
      shift: 0,
      scale: 1,
    },
    encode: (part) => encodeTargets(target, maxTokens, tokenizer, notes, part),
    warnings: () => notes.warnings(),
  };
}

async function encodeTargets(
  target: string,
  maxTokens: number,
  tokenizer: Tokenizer,
  notes: TextNotes,
  part: Part,
): ReturnType<FittedTask['encode']> {
  const texts = [...textsOf(target, part)];
  const values = new Float32Array(texts.length * maxTokens);
  const mask = new Float32Array(texts.length).fill(1);
  texts.forEach((text, index) => {
    const ids = [...tokenizer.encode(text), endId];
    const isEmpty = ids.length === 1;
    if (isEmpty) mask[index] = 0;
    else values.set(ids.slice(0, maxTokens), index * maxTokens);
    notes.count(text, isEmpty ? 0 : ids.length, part.rows[index] ?? 0);
  });
  await notes.locate(part);
  return { values, texts, ...(mask.includes(0) && { mask }) };
}
