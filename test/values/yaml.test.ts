import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/values/yaml.ts';

const read = (text: string, secret = false) =>
  readYaml(text, { what: 'a list', secret }, (reader) => reader.text(reader.root, 'a word'));

describe('a YAML file', () => {
  test('is what is made of it', () => {
    expect(read('hello')).toEqual({ type: 'value', value: 'hello' });
  });

  test('has problems in the order of the file, each once, with line and column', () => {
    const found = readYaml('a: 1\nb: 2\n', { what: 'a list' }, (reader) => {
      const [a, b] = reader.entries(reader.root, 'a and b') ?? [];
      for (const entry of [b, a, b]) if (entry !== undefined) reader.problem(entry[1], 'is wrong');
      return null;
    });
    expect(found).toEqual({
      type: 'problems',
      problems: [
        { line: 1, column: 4, message: 'a: is wrong' },
        { line: 2, column: 4, message: 'b: is wrong' },
      ],
    });
  });

  test('with secrets has none of its words in a problem', () => {
    const text = 'password: "hunter2\nhunter2: [';
    expect(JSON.stringify(read(text, true))).not.toContain('hunter2');
    expect(read(text, true)).toMatchObject({
      problems: [expect.objectContaining({ message: expect.stringContaining('something is missing here') })],
    });
    expect(read('a: &a &b hunter2\n', true)).toMatchObject({
      problems: [expect.objectContaining({ message: expect.stringContaining('no YAML (') })],
    });
  });

  test.each([
    ['a: [1\n', 'a [ or { above is not closed'],
    ['a: {b: 1\nc: 2\n', 'a [ or { above is not closed'],
    ['a: b: c\n', "give one 'key: value' a line"],
    ['a: 1\n b: 2\n', 'with as many blanks in front as those beside it'],
    ['port 9100\nb: 1\n', "give one 'key: value' a line"],
    ['a: "C:\\miner\\x"\n', "put the text in 'single quotes'"],
    ["a: 'x\n", 'a closing quote'],
    ['a: @b\n', 'put the text in quotes'],
    ['a: "x" y\n', 'put the text in quotes'],
    ['a: 1\na: 2\n', 'this key is given twice'],
    ['\ta: 1\n', 'YAML takes spaces only'],
  ])('tells how to write it right: %j', (text, words) => {
    const found = read(text);
    const messages = found.type === 'problems' ? found.problems.map(({ message }) => message) : [];
    expect(messages.join('\n')).toContain(words);
    expect(messages.join('\n')).not.toMatch(/scalar|flow|implicit|token|node/i);
  });

  const indented = (levels: number) =>
    Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
  test.each([
    ['lists', '['.repeat(100_000)],
    ['maps', '{a: '.repeat(100_000)],
    ['dashes', '- '.repeat(100_000)],
    ['question marks', '? '.repeat(100_000)],
    ['indented lines', indented(1_400)],
  ])('that is nested without end is told as such, however often: %s', (_, text) => {
    const deep = {
      type: 'problems',
      problems: [{ line: null, column: null, message: 'it is nested too deeply' }],
    };
    for (let time = 0; time < 3; time += 1) expect(read(text)).toEqual(deep);
  });

  test('may be nested as deep as people mean it to be', () => {
    for (const text of [`${'['.repeat(90)}${']'.repeat(90)}`, `${'- '.repeat(90)}x`, indented(250)])
      expect(JSON.stringify(read(text))).not.toContain('nested');
    expect(read(`"${'[]'.repeat(500)}"`)).toMatchObject({ type: 'value' });
  });
});
