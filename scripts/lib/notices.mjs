import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ScriptError } from './console.mjs';
import { root } from './process.mjs';

/** Packages that are shipped as they are, beside the bundles. */
const shipped = ['node_modules/onnxruntime-node', 'node_modules/onnxruntime-common'];
/** What packages do not say themselves. */
const notes = {
  'onnxruntime-node': [
    'Its native library contains further software, which is listed in ThirdPartyNotices.txt of\nhttps://github.com/microsoft/onnxruntime.',
  ],
};
const licenceFile = /^(licen[cs]e|copying|notice|third.?party.?notices?)(\.\w+)?$/i;

/**
 * The licence texts of everything in a package that others wrote.
 * @param {readonly string[]} inputs files that the bundles hold something of, relative to the repository
 * @returns {string}
 * @throws {ScriptError} when a package's licence is not known
 */
export function thirdPartyNotices(inputs) {
  const folders = new Set([...shipped, ...inputs.flatMap(packageFolder)]);
  const packages = [...folders].map(readPackage).sort((a, b) => a.title.localeCompare(b.title));
  return [
    'MTL Lab contains software of others, under the licences below.\n',
    ...packages.map(({ title, licence, texts }) =>
      [`${'='.repeat(80)}\n${title}\nLicence: ${licence}\n`, ...texts].join('\n'),
    ),
  ].join('\n');
}

/** The folder of the package that a file is of; none for a file of this repository. */
function packageFolder(file) {
  const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
  return folder === undefined ? [] : [folder];
}

function readPackage(folder) {
  const place = path.join(root, folder);
  const manifest = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
  const { name, version, license } = manifest;
  const files = readdirSync(place).filter((file) => licenceFile.test(file));
  const texts =
    files.length > 0
      ? files.map((file) => readFileSync(path.join(place, file), 'utf8'))
      : [standardText(manifest)];
  return {
    title: `${name} ${version}`,
    licence: license,
    texts: [...texts, ...(notes[name] ?? [])].map((text) => `${text.trim()}\n`),
  };
}

/** The text of a licence that a package names without bringing it. */
function standardText({ name, license, author, repository }) {
  const file = path.join(root, 'scripts', 'licences', `${license}.txt`);
  if (!existsSync(file)) throw new ScriptError(`There is no text of the licence of ${name}.`);
  const address = repository?.url ?? '';
  const named = typeof author === 'object' ? author.name : author?.replace(/ <.*/, '');
  const authors = /\/microsoft\//i.test(address) ? 'Microsoft Corporation' : (named ?? address);
  return readFileSync(file, 'utf8').replace('{authors}', authors);
}

/** What the build wrote of the bundles' contents. */
export function bundledFiles() {
  const file = path.join(root, 'dist', 'inputs.json');
  if (!existsSync(file)) throw new ScriptError('Nothing is built: run npm run build first.');
  return JSON.parse(readFileSync(file, 'utf8'));
}
