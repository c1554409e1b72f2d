/** What editors show of a schema. */
const shownKeys = new Set([
  'title',
  'description',
  'markdownDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'patternErrorMessage',
  'label',
]);
/** VS Code shows the form in Markdown where there is one. */
const markdownForms = new Map([
  ['description', 'markdownDescription'],
  ['enumDescriptions', 'markdownEnumDescriptions'],
]);

/**
 * The lines of the texts of a JSON Schema that are to be translated, each once.
 * @param {unknown} schema
 * @returns {ReadonlySet<string>}
 */
export function schemaLines(schema) {
  const lines = new Set();
  mapLines(schema, (line) => {
    lines.add(line);
    return line;
  });
  return lines;
}

/**
 * A JSON Schema with the texts that VS Code shows in another language.
 * @param {unknown} schema
 * @param {Readonly<Record<string, string>>} translations by the English line, what is before the
 *   words in a list left out
 * @throws {Error} when a line has no translation
 */
export function translateSchema(schema, translations) {
  return mapLines(schema, (line) => {
    const translation = translations[line];
    if (translation === undefined) throw new Error(`no translation for the schema's "${line}"`);
    return translation;
  });
}

function mapLines(value, change, key = '') {
  if (Array.isArray(value)) return value.map((item) => mapLines(item, change, key));
  if (typeof value === 'string') return shownKeys.has(key) ? mapText(value, change) : value;
  if (typeof value !== 'object' || value === null) return value;
  const shown = Object.entries(value).filter(([name]) => !(markdownForms.get(name) in value));
  return Object.fromEntries(shown.map(([name, item]) => [name, mapLines(item, change, name)]));
}

function mapText(text, change) {
  return text
    .split('\n')
    .map((line) => {
      const [, before, words] = /^(- `[^`]*`:? ?)?(.*)$/.exec(line);
      return `${before ?? ''}${isKept(words) ? words : change(words)}`;
    })
    .join('\n');
}

/** Names of settings, and where a method was published. */
function isKept(words) {
  const isName = /^[a-z0-9-]*$/.test(words);
  return isName || /^(?!The )[A-Z][\w,& -]*(et al\.)? \d{4}, (\[arXiv:.*\)|ICLR)\.$/.test(words);
}
