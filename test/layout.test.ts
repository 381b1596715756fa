import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * The rooms of `src/`, each above those that it may import from. Rooms of one row know nothing of each other. Types count
 * like code: who needs a room's types can't be read without it.
 */
const rows: readonly (readonly string[])[] = [
  ['fpga-tee.ts'],
  ['cli.ts'],
  ['commands'],
  ['options'],
  ['follow', 'run', 'check', 'learn', 'simulate', 'exporter'],
  ['job'],
  ['panel', 'web', 'pools'],
  ['metrics'],
  ['rig'],
  ['bitstreams'],
  ['bytes'],
  ['values'],
  ['lines'],
  ['platform'],
  ['readings'],
  ['time.ts', 'error-words.ts', 'version.ts'],
];

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file))
  .sort();

const imports: readonly Import[] = files.flatMap((from) =>
  [...readFileSync(join('src', from), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.tsx?)'/g)].map(
    ([, to = '']) => ({ from, to: normalize(join(dirname(from), to)).replaceAll('\\', '/') }),
  ),
);

const roomOf = (file: string): string => file.split('/')[0] ?? file;
const rowOf = (file: string): number => rows.findIndex((row) => row.includes(roomOf(file)));

describe('the layout of src', () => {
  test('every file stands in a room that is listed', () => {
    expect(files.filter((file) => rowOf(file) === -1)).toEqual([]);
  });

  test('no file is longer than 300 lines', () => {
    const linesOf = (file: string): number => readFileSync(join('src', file), 'utf8').split('\n').length - 1;
    expect(files.filter((file) => linesOf(file) > 300)).toEqual([]);
  });

  test('no import runs back up', () => {
    const upwards = imports
      .filter(({ from, to }) => roomOf(from) !== roomOf(to) && rowOf(from) >= rowOf(to))
      .map(({ from, to }) => `${from} -> ${to}`);
    expect(upwards).toEqual([]);
  });

  test('no imports go in a circle', () => {
    expect(circlesIn(imports)).toEqual([]);
  });

  test('what is looked for would be found', () => {
    expect(imports.length).toBeGreaterThan(files.length);
    const circle = ['a', 'b', 'c'].map((from, at, all) => ({ from, to: all[(at + 1) % 3] ?? '' }));
    expect(circlesIn([...circle, { from: 'd', to: 'a' }])).toEqual([['a', 'b', 'c']]);
  });
});

/** The files of each circle: those from which a file is reached that reaches them. */
function circlesIn(all: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, readonly string[]>();
  for (const { from, to } of all) next.set(from, [...(next.get(from) ?? []), to]);
  const reached = new Map<string, ReadonlySet<string>>();
  for (const start of next.keys()) {
    const found = new Set<string>();
    const open = [start];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      for (const to of next.get(file) ?? []) {
        if (found.has(to)) continue;
        found.add(to);
        open.push(to);
      }
    }
    reached.set(start, found);
  }
  const reaches = (from: string, to: string): boolean => reached.get(from)?.has(to) ?? false;
  const circles = new Map<string, readonly string[]>();
  for (const file of next.keys()) {
    if (!reaches(file, file)) continue;
    const circle = [...next.keys()].filter((other) => reaches(file, other) && reaches(other, file)).sort();
    circles.set(circle.join(), circle);
  }
  return [...circles.values()];
}
