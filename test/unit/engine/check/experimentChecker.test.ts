import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ExperimentChecker } from '../../../../src/engine/check/experimentChecker';
import { loadData } from '../../../../src/engine/data/loadData';
import { buildModel } from '../../../../src/engine/model/buildModel';
import { parseExperiment } from '../../../../src/shared/parseExperiment';
import { folderWith, positionOf } from '../data/support';

/** In the thread of the engine, where the code of own models runs, see test/process. */
const neverDrawn = () => Promise.reject(new Error('there is no own model here'));

const adultFile = resolve('samples/adult/adult.mtl.json');
const adultText = readFileSync(adultFile, 'utf8');

test('a valid experiment has no problem, and the model that training builds', async () => {
  const checked = await new ExperimentChecker(neverDrawn).check(adultText, adultFile);
  expect(checked).toMatchObject({ problems: [], leaks: [] });
  const experiment = parseExperiment(adultText, adultFile);
  const { encoding } = await loadData({ file: adultFile, text: adultText, experiment });
  expect(checked.model).toEqual(buildModel(experiment.model, encoding).graph);
});

test('the table comes with what its columns hold', async () => {
  const { table } = await new ExperimentChecker(neverDrawn).check(adultText, adultFile);
  expect(table).toMatchObject({ rows: 4000, isWhole: true });
  const column = (name: string) => table?.columns.find((each) => each.name === name);
  expect(column('age')).toMatchObject({ type: 'number', numbers: { minimum: 17 } });
  expect(column('gender')).toMatchObject({
    type: 'category',
    distinct: 2,
    top: [{ text: 'Male' }, {}],
  });
});

test('unknown columns, unfit settings and leaks are all found where they stand', async () => {
  const text = adultText
    .replace('"income_50k"', '"income_50K"')
    .replace('"default": [', '"maried": [');
  const { problems, model } = await new ExperimentChecker(neverDrawn).check(text, adultFile);
  expect(problems.map(({ code, hint, location }) => [code, hint, location?.line])).toEqual([
    ['unknown-task', "Did you mean 'married'?", positionOf(text, '"maried"').line],
    ['unknown-column', "Did you mean 'income_50k'?", positionOf(text, '"income_50K"').line],
  ]);
  expect(model).toBeUndefined();
});

test('a feature that gives a label away is a leak, at the target or at the feature', async () => {
  const text = adultText.replace(/"marital_status",.*/, '');
  const checker = new ExperimentChecker(neverDrawn);
  const { leaks, problems, model } = await checker.check(text, adultFile);
  expect(problems).toEqual([]);
  expect(model).toBeDefined();
  expect(leaks.map(({ column, task }) => [column, task])).toEqual([['marital_status', 'married']]);
  const { line, column } = positionOf(text, '"never_married"');
  expect(leaks[0]?.report).toMatchObject({
    code: 'leak',
    message: "'marital_status' alone predicts the task 'married' (AUC 1.000).",
    location: { line, column },
  });
  const named = text.replace(
    '"ignore"',
    '"features": { "age": "number", "marital_status": "category" }, "ignore"',
  );
  const atFeature = await checker.check(named, adultFile);
  expect(atFeature.leaks[0]?.report.location).toMatchObject(positionOf(named, '"marital_status"'));
});

test('a copy of a class or of an amount is a leak, a related column is not', async () => {
  const rows = Array.from({ length: 400 }, (_, row) => {
    const value = Math.sin(row) + Math.cos(7 * row);
    const kind = ['a', 'b', 'c'][row % 3]!;
    const noisy = value + Math.sin(row * row);
    return `${value.toFixed(5)},${(9 * value + 1).toFixed(4)},${noisy.toFixed(4)},${kind},${kind}1`;
  });
  const folder = folderWith({ 't.csv': `amount,cents,noisy,kind,code\n${rows.join('\n')}\n` });
  const text = `{ "data": { "train": "t.csv" }, "tasks": {
    "amount": { "type": "regression", "target": "amount" },
    "kind": { "type": "multiclass", "target": "kind" } } }`;
  const { leaks } = await new ExperimentChecker(neverDrawn).check(text, join(folder, 't.mtl.json'));
  expect(leaks.map(({ column, task }) => [column, task])).toEqual([
    ['cents', 'amount'],
    ['code', 'kind'],
  ]);
});

test('labels that do not fit the task are found at the target', async () => {
  const text = adultText.replace('"never_married"', '"education"');
  const { problems } = await new ExperimentChecker(neverDrawn).check(text, adultFile);
  expect(problems).toMatchObject([
    { code: 'not-binary', location: positionOf(text, '"education"') },
  ]);
});

test('a text that is no experiment yet still comes with its table', async () => {
  for (const text of [
    adultText.replace('"epochs"', '"epoch"'),
    adultText.replace('"tasks": {', '"tasks": { "new": { "type": "binary", "target": '),
  ]) {
    const checked = await new ExperimentChecker(neverDrawn).check(text, adultFile);
    expect(checked.invalid[0]?.location?.file).toBe(adultFile);
    expect(checked.problems).toEqual([]);
    expect(checked.table?.columns.map(({ name }) => name)).toContain('income_50k');
  }
});

test('a table that changes is read again', async () => {
  const folder = folderWith({ 't.csv': 'x,y\n1,2\n2,3\n3,4\n5,2\n' });
  const file = join(folder, 't.mtl.json');
  const text = `{ "data": { "train": "t.csv" }, "tasks": { "y": { "type": "regression", "target": "y" } } }`;
  const checker = new ExperimentChecker(neverDrawn);
  const before = await checker.check(text, file);
  expect(before.table?.columns.map(({ name }) => name)).toEqual(['x', 'y']);
  writeFileSync(join(folder, 't.csv'), 'x,z\n1,2\n2,3\n3,4\n5,2\n7,7\n');
  const after = await checker.check(text, file);
  expect(after.table).toMatchObject({ rows: 5 });
  expect(after.problems).toMatchObject([{ code: 'unknown-column' }]);
});

test('a cell that is no number is reported at the cell, a missing file at its name', async () => {
  const folder = folderWith({ 't.csv': 'x,y\n1,2\n2,3\nfar,4\n5,2\n' });
  const text = `{ "data": { "train": "t.csv", "features": { "x": "number" } },
    "tasks": { "y": { "type": "regression", "target": "y" } } }`;
  const file = join(folder, 't.mtl.json');
  const checker = new ExperimentChecker(neverDrawn);
  expect(await checker.check(text, file)).toMatchObject({
    problems: [
      { code: 'not-a-number', location: { file: join(folder, 't.csv'), line: 4, column: 1 } },
    ],
  });
  expect(await checker.check(text.replace('t.csv', 'T.csv'), file)).toMatchObject({
    problems: [{ code: 'file-not-found', hint: "Did you mean 't.csv'?", location: { line: 1 } }],
  });
});
