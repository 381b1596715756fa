import fc from 'fast-check';
import { bitstreams } from '../../../src/bitstreams/index.ts';
import { hostile } from '../../support/hostile.ts';
import { sampleBytes, sampleNames } from '../../support/samples.ts';

/** What miners of all formats print: the formats' own samples, and passages of whole sessions. */
export const passages: readonly (readonly string[])[] = [
  ...bitstreams.flatMap(({ samples }) => samples.map(({ lines }) => lines)),
  ...sampleNames.flatMap((name) => {
    const lines = sampleBytes(name).toString('latin1').split('\n');
    return Array.from({ length: 12 }, (_, part) => lines.slice(part * 15, part * 15 + 15));
  }),
].filter((lines) => lines.length > 0);

const strange = ['\r', '\t', '\b', '\0', '\xff', '\xc3', '|', '-', '9', ' ', 'FPGA0', '\x1b[32m', '\x1b[K'];

/** What may happen to a line on its way: something lost, put in, written twice, glued to the next, or a terminal's sequences. */
const damage = fc.oneof(
  { weight: 6, arbitrary: fc.constant((line: string) => line) },
  fc.tuple(fc.nat(), fc.nat(12)).map(([at, length]) => (line: string) => {
    const from = at % (line.length + 1);
    return line.slice(0, from) + line.slice(from + length);
  }),
  fc.tuple(fc.nat(), fc.constantFrom(...strange)).map(([at, text]) => (line: string) => {
    const from = at % (line.length + 1);
    return line.slice(0, from) + text + line.slice(from);
  }),
  fc.constantFrom(...hostile).map(
    ([, sequence]) =>
      (line: string) =>
        sequence + line,
  ),
  fc.nat().map((times) => (line: string) => line.repeat(1 + (times % 3))),
  fc.nat(1_000_000).map((count) => (line: string) => line.replace(/\d+(?=\D*$)/, `${count}`)),
  fc.constant((line: string) => `[2021-03-15 20:20:20] ${line}`),
  fc.constant((line: string) => `Mining |\b/\b-\b\r${line}`),
);
const lineEnd = fc.oneof(
  { weight: 20, arbitrary: fc.constant('\n') },
  fc.constantFrom('\r\n', '', '\r', '\n\n'),
);

/** A few passages, each byte a character, so that what fails can be read. */
export const damagedOutput = fc
  .array(
    fc.tuple(
      fc.constantFrom(...passages),
      fc.array(fc.tuple(damage, lineEnd), { minLength: 15, maxLength: 15 }),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) =>
    parts
      .flatMap(([lines, changes]) =>
        lines.map((line, place) => {
          const [damaged, end] = changes[place % changes.length] ?? [(whole: string) => whole, '\n'];
          return damaged(line) + end;
        }),
      )
      .join(''),
  );
/** A passage as it was printed. */
export const trueOutput = fc
  .constantFrom(...passages)
  .map((lines) => lines.map((line) => `${line}\n`).join(''));
