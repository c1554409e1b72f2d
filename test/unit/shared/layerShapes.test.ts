import { describe, expect, it } from 'vitest';
import { shapeAfter } from '../../../src/shared/layerShapes';
import type { LayerSpec } from '../../../src/shared/modelSpec';

const residual = (...layers: readonly LayerSpec[]): LayerSpec => ({
  residual: layers,
  activation: 'linear',
});

describe('a residual block', () => {
  it('keeps the tokens of a text, and may change their units', () => {
    const gru = residual({ gru: 3, bidirectional: true }, { dropout: 0.1 });
    expect(shapeAfter(gru, [5, 4])).toEqual([5, 6]);
  });

  it('has no sum of tokens and a vector, nor of a vector', () => {
    const pooled = residual({ dense: 4, activation: 'relu', l2: 0 }, { globalPool: 'max' });
    expect(shapeAfter(pooled, [5, 4])).toMatchObject({ says: 'would add a vector to [5, 4].' });
    expect(shapeAfter(residual({ dropout: 0.1 }), [4])).toMatchObject({
      says: 'takes pictures or texts, not a vector.',
    });
  });

  it('says which of its layers does not fit', () => {
    const block = residual({ transformer: 8, heads: 3, dropout: 0 });
    expect(shapeAfter(block, [5, 4])).toMatchObject({
      says: 'cannot split 4 units into 3 heads of the same size.',
    });
  });
});
