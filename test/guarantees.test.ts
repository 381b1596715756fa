import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Promised, promises } from './system/guarantees/support/promises.ts';

const folder = 'test/system/guarantees';
const all: readonly (readonly [string, Promised])[] = Object.entries(promises);

describe('every promise of docs/guarantees.md', () => {
  test.each(all)('%s has the test that is said to show it', (id, { test: file }) => {
    expect(readFileSync(`${folder}/${file}`, 'utf8')).toMatch(new RegExp(`promise\\(\\s*'${id}'`));
  });

  test('stands in the document, under the name of its test', () => {
    const document = readFileSync('docs/guarantees.md', 'utf8');
    const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
    expect(files.filter((file) => !document.includes(`guarantees/${file})`))).toEqual([]);
    expect(
      all
        .map(([, { says }]) => says)
        .filter((says) => !document.includes(`| ${says.replaceAll('|', '\\|').replaceAll('<', '&lt;')} |`)),
    ).toEqual([]);
  });
});
