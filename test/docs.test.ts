import { readFileSync, writeFileSync } from 'node:fs';
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
