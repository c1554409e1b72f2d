import { expect, it } from 'vitest';
import { answerText } from '../../../../src/extension/tryModel/answerText';

it('marks the phrases of a text, and shows other answers as they are', () => {
  const tokens = ['Property', '{0}', 'of', 'export', 'default', '{1}'].map((token) => ({
    token,
    label: 'O',
    probability: 1,
  }));
  const spans = [
    { start: 1, end: 2, label: 'TERM' },
    { start: 3, end: 5, label: 'TERM' },
    { start: 5, end: 6, label: 'TYPE' },
  ];
  expect(answerText({ task: 'phrases', value: '', tokens, spans })).toBe(
    'Property [TERM: {0}] of [TERM: export default] [TYPE: {1}]',
  );
  expect(answerText({ task: 'phrases', value: '', tokens, spans: [] })).toBe(
    'Property {0} of export default {1}',
  );
  expect(answerText({ task: 'phrases', value: '', tokens: tokens.slice(0, 2), unread: 4 })).toBe(
    'Property {0} … and 4 more that the model does not read',
  );
  expect(answerText({ task: 'french', value: 'Littéral inachevé.' })).toBe('Littéral inachevé.');
  expect(answerText({ task: 'price', value: 2500 })).toBe('2,500.0');
});

it('says where objects are in a picture, and that there is none', () => {
  const cat = { label: 'cat', edges: [0.1, 0.2, 0.4, 0.7], probability: 0.93 };
  expect(answerText({ task: 'animals', value: '', boxes: [cat] })).toBe(
    'cat (93\u00a0%) at 0.10, 0.20, size 0.30 × 0.50',
  );
  expect(answerText({ task: 'animals', value: '', boxes: [] })).toBe('nothing found');
});
