import Ajv from 'ajv';
import schema from '../../media/experiment.schema.json';
import type { Experiment } from './experiment';

const editorKeywords = [
  'markdownDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'defaultSnippets',
  'patternErrorMessage',
];

/** What compiles the schema; the build uses it to write the code of `validate` into its bundles. */
export const compiler = new Ajv({
  allErrors: true,
  verbose: true,
  useDefaults: true,
  strictTypes: false,
  code: { source: true, esm: true },
}).addVocabulary(editorKeywords);

/** Whether a value matches the schema; fills in defaults. Its `errors` say what does not match. */
export const validate = compiler.compile<Experiment>(schema);
