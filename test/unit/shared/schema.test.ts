import Ajv from 'ajv';
import { expect, test } from 'vitest';
import schema from '../../../media/experiment.schema.json';
import { metricsByTaskType } from '../../../src/shared/metricNames';

test('the schema is one of JSON Schema', () => {
  expect(new Ajv().validateSchema(schema)).toBe(true);
});

test.each([
  ['regression', schema.definitions.regressionTask],
  ['binary', schema.definitions.binaryTask],
  ['multiclass', schema.definitions.multiclassTask],
] as const)(
  'the schema offers the metrics of a %s task, the first two by default',
  (type, task) => {
    const { items, default: defaults } = task.properties.metrics;
    expect(items.else.enum).toEqual(metricsByTaskType[type]);
    // VS Code completes these; it does not look into conditions.
    expect(items.examples).toEqual(metricsByTaskType[type]);
    expect(defaults).toEqual(metricsByTaskType[type].slice(0, 2));
  },
);

test('every key says what it is when it is hovered', () => {
  const silent: string[] = [];
  for (const [name, definition] of Object.entries<object>(schema.definitions)) {
    const properties = 'properties' in definition ? (definition.properties as object) : {};
    for (const [key, property] of Object.entries(properties) as [string, unknown][]) {
      // What stands in for a variant's tag is described where the variants are told apart.
      if (property === true) continue;
      const text = JSON.stringify(property);
      const target = /"#\/definitions\/(\w+)(\/properties\/\w+)?"/.exec(text)?.[1];
      const referred =
        target && JSON.stringify(Object.entries(schema.definitions).find(([n]) => n === target));
      if (!/"description"/.test(text + (referred ?? ''))) silent.push(`${name}.${key}`);
    }
  }
  expect(silent).toEqual([]);
});

test('every balancing method says when to use it, and names its paper', () => {
  const { method } = schema.definitions.balancing.properties;
  expect(method.enumDescriptions).toHaveLength(method.enum.length);
  expect(method.markdownEnumDescriptions).toHaveLength(method.enum.length);
  const own = ['equal', 'fixed'];
  method.enum.forEach((name, index) => {
    if (own.includes(name)) return;
    // IMTL is in the proceedings of ICLR only.
    const source = name.startsWith('imtl') ? 'ICLR' : /arXiv:\d{4}\.\d{5}/;
    expect(method.enumDescriptions[index]).toMatch(source);
    expect(method.markdownEnumDescriptions[index]).toMatch(source);
  });
});
