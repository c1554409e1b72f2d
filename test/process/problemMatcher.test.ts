import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import packageJson from '../../package.json';
import { mtlLab } from './commandLine';
import { writeExample } from './exampleExperiment';

const { pattern } = packageJson.contributes.problemMatchers[0]!;

/** The problems that VS Code reads from the command's output, line by line. */
function problemsIn(output: string): unknown[] {
  return output.split('\n').flatMap((line) => {
    const match = new RegExp(pattern.regexp).exec(line);
    if (!match) return [];
    return [
      {
        file: match[pattern.file],
        line: Number(match[pattern.line]),
        column: Number(match[pattern.column]),
        message: match[pattern.message],
      },
    ];
  });
}

test('every mistake in an experiment file becomes a problem at its place', async () => {
  const { file } = await writeExample();
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('"binary"', '"binery"').replace('Size": 16', 'Size": -16'));
  const { stderr } = await mtlLab(['train', file]);
  expect(problemsIn(stderr)).toEqual([
    { file, line: 10, column: 23, message: expect.stringContaining('"multiclass"') as string },
    { file, line: 18, column: 31, message: expect.stringContaining('batchSize') as string },
  ]);
});

test('a mistake in the data becomes a problem in the table, also where it has no column', async () => {
  const { file, dataFile } = await writeExample();
  const table = await readFile(dataFile, 'utf8');
  await writeFile(dataFile, table.replace(/[\d.]*,(yes|no)\n$/, 'cheap,yes\n'));
  const { stderr } = await mtlLab(['train', file]);
  expect(problemsIn(stderr)).toMatchObject([{ file: dataFile, line: 401 }]);
});

test('what a training prints when nothing is wrong is no problem', async () => {
  const { file } = await writeExample();
  const { stdout, stderr } = await mtlLab(['train', file]);
  expect(problemsIn(stdout + stderr)).toEqual([]);
});

test('paths of Windows are read, a line without a column too', () => {
  const [problem] = problemsIn('C:\\data\\a b.mtl.json:3: tasks is missing.');
  expect(problem).toMatchObject({ file: 'C:\\data\\a b.mtl.json', line: 3 });
});
