import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleProgram } from '../../scripts/bundle.mjs';
import { licensesOf, packagesIn } from '../../scripts/licenses.mjs';

function packageOf(folder: string) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

describe('the licences of what is in the program', () => {
  let inputs: readonly string[] = [];
  let program = '';
  let licenses = '';
  beforeAll(async () => {
    const bundled = await bundleProgram();
    inputs = bundled.inputs;
    program = [...bundled.files.values()].join('');
    licenses = await licensesOf(inputs);
  }, 60_000);

  test('each package is named with its version, and its terms stand below', () => {
    const folders = packagesIn(inputs);
    expect(folders).toEqual(expect.arrayContaining(['node_modules/ink', 'node_modules/meow']));
    for (const folder of folders) {
      const { name, version } = packageOf(folder);
      const [, text = ''] = licenses.split(`\n${name} ${version} (`);
      const terms = text.split(/^-{78}$/m)[0] ?? '';
      expect(terms, folder).toMatch(/copyright/i);
      expect(terms, folder).toMatch(/permission|redistribution|terms and conditions/i);
    }
  });

  test('so are the packages that one of them has put into its own files', () => {
    const inside: readonly string[] = packagesIn(inputs).flatMap(
      (folder) => packageOf(folder)['_actualDependencies'] ?? [],
    );
    const code = inside.filter((name) => !/^@types\/|^type-fest$/.test(name));
    expect(code).toContain('yargs-parser');
    for (const name of code)
      expect(licenses).toMatch(new RegExp(`^Name: ${name}\n(?:.*\n)*?License: \\w`, 'm'));
  });

  test('so is what a notice names', () => {
    expect(licenses).toContain('Lodash copyright notice');
  });

  test('what looks for packages and puts them in order is not in the program', () => {
    expect(program).not.toMatch(/spdx|hosted-git-info|normalize-package-data/);
  });

  test('a package without the text of its licence is an error', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'fpga-tee-licenses-'));
    const folder = path.join(directory, 'node_modules/closed');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "name": "closed", "version": "1.0.0" }');
    await expect(licensesOf([`${folder}/index.js`])).rejects.toThrow('closed: no text of its licence');
    rmSync(directory, { recursive: true });
  });
});
