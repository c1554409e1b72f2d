import type { EncodedTask } from '../../shared/encoding';
import { t } from '../../shared/l10n';
import { endId, paddingId, startId } from '../../shared/specialTokens';
import { spaceMark } from '../data/text/words';
import { logProbabilitiesName, seenName, writtenName } from './decoderModel';
import { exportedOutputs } from './graphNames';
import type { TrainedModel } from './modelFile';

/** How a text is written with an exported model and the decoder of a task. */
export interface DecodingManifest {
  /** The file of the model that is run once. */
  readonly model: string;
  /** The file of the decoder that is run for each token. */
  readonly decoder: string;
  /** The outputs of the model, by the decoder's inputs that they are. */
  readonly seen: Readonly<Record<string, string>>;
  /** The decoder's input of ids, [batch, maxTokens]. */
  readonly written: string;
  /** The decoder's output, [batch, maxTokens, vocabulary - firstId]. */
  readonly logProbabilities: string;
  /** For people. */
  readonly how: string;
  readonly maxTokens: number;
  /** Stands in `written` where there is no token yet. */
  readonly paddingId: number;
  /** Of the first log probability. */
  readonly firstId: number;
  readonly endId: number;
  /** Ids that are never written. */
  readonly neverIds: readonly number[];
  /** The beam that the run was judged with; 1: the likeliest token each time. */
  readonly beam: number;
  /** Stands in tokens for a space. */
  readonly spaceMark: string;
  /** Tokens by id. */
  readonly vocabulary: readonly string[];
}

/** @param files names of the files @throws Error when the task writes no text */
export function decodingManifest(
  trained: Pick<TrainedModel, 'model' | 'encoding'>,
  task: EncodedTask,
  files: Pick<DecodingManifest, 'model' | 'decoder'>,
): DecodingManifest {
  const { spec, text, targetShape: [maxTokens = 0] = [] } = task;
  if (spec.type !== 'sequence' || !text) throw new Error(`${task.name} writes no text`);
  const seen = exportedOutputs(trained).flatMap((output) =>
    output.task === task && output.seen !== undefined
      ? [[seenName(output.seen), output.name] as const]
      : [],
  );
  return {
    ...files,
    seen: Object.fromEntries(seen),
    written: writtenName,
    logProbabilities: logProbabilitiesName,
    how: t`Run the model once, and give the decoder what it says. Fill 'written' with paddingId. For each place from 0 on run the decoder, take the likeliest id of its output at this place (the first one is that of firstId), never one of neverIds, and put it there, until it is endId or maxTokens are written. The text is the tokens of the ids, one after the other, spaceMark being a space.`,
    maxTokens,
    paddingId,
    firstId: 1,
    endId,
    neverIds: [startId],
    beam: spec.beam,
    spaceMark,
    vocabulary: text.vocabulary,
  };
}
