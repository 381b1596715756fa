import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { generatedParts, withPart } from '../scripts/generated-docs.ts';

describe('the documents say what the code does', () => {
  test.each(generatedParts)('$file: $mark', (part) => {
    const document = readFileSync(part.file, 'utf8');
    const made = withPart(document, part);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(part.file, made);
    expect(made, 'run `npm run docs`').toBe(process.env['UPDATE_DOCS'] === '1' ? made : document);
  });

  test('a document without the marks is an error', () => {
    expect(() => withPart('nothing here', { file: 'x.md', mark: 'options', text: '' })).toThrow(
      'x.md has no marks',
    );
  });
});

test('where the project is, and whose it is, stands in package.json alone', () => {
  const { homepage, repository, bugs, author } = JSON.parse(readFileSync('package.json', 'utf8'));
  const place = homepage.replace('#readme', '');
  expect(repository.url).toBe(`git+${place}.git`);
  expect(bugs).toBe(`${place}/issues`);
  const owned = [place.replace('https://', ''), /<(.*)>/.exec(author)?.[1] ?? author];
  const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
  const others = files.filter((file) => !/^(?:package(?:-lock)?\.json|test\/fixtures\/.*)$/.test(file));
  const named = others.filter((file) => {
    const text = readFileSync(file, 'utf8');
    return owned.some((name) => text.includes(name));
  });
  expect(named).toEqual([]);
});

/** The addresses of a document's headings, as they stand behind `#`. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].concat(
  readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
);

test.each(documents)('the links of %s lead somewhere', (file) => {
  const text = readFileSync(file, 'utf8');
  for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^\w+:/.test(link)) continue;
    const [name = '', anchor] = link.split('#');
    const target = name === '' ? file : path.join(path.dirname(file), name);
    expect(existsSync(target), link).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(readFileSync(target, 'utf8')), link).toContain(anchor);
  }
});
