import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The licences of all packages in the bundle, as their terms ask.
 *
 * @param {readonly string[]} inputs paths of the files in the bundle
 */
export async function licensesOf(inputs) {
  const packages = new Set(
    inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  const texts = await Promise.all([...packages].sort().map(licenceOf));
  return `fpga-tee contains these packages:\n\n${texts.join('\n\n')}\n`;
}

/** @param {string} folder */
async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n\n${(await readFile(path.join(folder, file), 'utf8')).trim()}`;
  return `${'-'.repeat(78)}\n${name} ${version} (${license})${text}`;
}
