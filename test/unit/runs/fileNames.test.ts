import { expect, it } from 'vitest';
import { fileNamesOf } from '../../../src/runs/fileNames';

it('gives each of some names a file of its own, the first one the plain one', () => {
  expect(fileNamesOf(['french', 'to French', 'to/French', 'TO FRENCH', '意思', '!', '?'])).toEqual([
    'french',
    'to-French',
    'to-French-2',
    'TO-FRENCH-3',
    '意思',
    'run',
    'run-2',
  ]);
});

it('gives none the number that another has in its name', () => {
  expect(fileNamesOf(['a', 'a-2', 'a!'])).toEqual(['a', 'a-2', 'a-3']);
  expect(fileNamesOf(['a', 'a!', 'a-2'])).toEqual(['a', 'a-2', 'a-2-2']);
});
