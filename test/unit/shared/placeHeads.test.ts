import { describe, expect, test } from 'vitest';
import { MtlError } from '../../../src/shared/errors';
import type { Experiment } from '../../../src/shared/experiment';
import { headShape } from '../../../src/shared/headShape';
import { parseExperiment } from '../../../src/shared/parseExperiment';

const picture = (side: number) => ({ type: 'image', size: [side, side, 1] });
const box = { type: 'detection', target: { x: 'x', y: 'y', w: 'w', h: 'h' } };
const mask = { type: 'segmentation', target: 'mask', classes: ['no', 'yes'] };
const encoder = [{ conv: 4 }, { maxPool: 2 }, { flatten: true }];

function parsed(
  features: object,
  task: object,
  encoders: object,
  shared: readonly object[] = [{ dense: 5 }],
): Experiment {
  const text = JSON.stringify({
    data: { train: 't.csv', features },
    tasks: { here: task },
    model: { architecture: 'hard-sharing', encoders, shared, heads: { here: [{ conv: 3 }] } },
  });
  return parseExperiment(text, 'test.mtl.json');
}

function problemOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof MtlError) return error.report.message;
    throw error;
  }
  throw new Error('the experiment is valid');
}

describe('the head of a task that says something of places', () => {
  test.each([
    ['boxes', box],
    ['masks', mask],
  ])('of %s starts from what the encoder says before it pools', (_what, task) => {
    const experiment = parsed({ photo: picture(8), age: 'number' }, task, { photo: encoder });
    expect(headShape(experiment, 'here')).toEqual([4, 4, 3]);
  });

  test('reads the picture that its task names', () => {
    const features = { photo: picture(8), scan: picture(16) };
    const encoders = { photo: encoder, scan: encoder };
    const experiment = parsed(features, { ...box, picture: 'scan' }, encoders);
    expect(headShape(experiment, 'here')).toEqual([8, 8, 3]);
  });

  test('has no places where the layers of a picture that stands alone pool', () => {
    const shared = [{ flatten: true }];
    expect(problemOf(() => parsed({ photo: picture(8) }, box, {}, shared))).toContain(
      'model.heads.here[0]',
    );
  });

  test('does not guess whose masks they are', () => {
    const features = { photo: picture(8), scan: picture(16) };
    const encoders = { photo: encoder, scan: encoder };
    expect(problemOf(() => parsed(features, mask, encoders))).toContain('model.heads.here[0]');
  });
});
