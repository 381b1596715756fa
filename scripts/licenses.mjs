import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Packages that come without the text of their licence, and one of the same owner and licence that has it. */
const textsOfOthers = new Map([['yoga-layout', 'react']]);

/**
 * The folders of the packages in the bundle.
 *
 * @param {readonly string[]} inputs paths of the files in the bundle
 * @returns {readonly string[]}
 */
export function packagesIn(inputs) {
  const folders = inputs.flatMap(
    (input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? [],
  );
  return [...new Set(folders)].sort();
}

/**
 * The licences of all packages in the bundle, as their terms ask; those of packages that one of them has inside itself
 * among them.
 *
 * @param {readonly string[]} inputs paths of the files in the bundle
 * @throws Error for a package without one
 */
export async function licensesOf(inputs) {
  const texts = await Promise.all(packagesIn(inputs).map(licenceOf));
  return `fpga-tee contains these packages:\n\n${texts.join('\n\n')}\n`;
}

/** @param {string} folder */
async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const other = textsOfOthers.get(name);
  const texts = await textsIn(other === undefined ? folder : path.join('node_modules', other));
  if (texts.length === 0) throw new Error(`${folder}: no text of its licence`);
  return [`${'-'.repeat(78)}\n${name} ${version} (${license})`, ...texts].join('\n\n');
}

/**
 * What a package says of its licence, and of those of packages that were put into its own files.
 *
 * @param {string} folder
 */
async function textsIn(folder) {
  const files = await readdir(folder, { recursive: true });
  const about = files.filter(
    (file) =>
      !file.split(path.sep).includes('node_modules') &&
      /^(?:licen[cs]es?|notice|copying|third-?party.*)(?:[-.](?:md|txt|\w+\.txt))?$/i.test(
        path.basename(file),
      ),
  );
  return Promise.all(
    about.sort().map(async (file) => (await readFile(path.join(folder, file), 'utf8')).trim()),
  );
}
