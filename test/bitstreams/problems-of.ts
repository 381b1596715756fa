import { isDeepStrictEqual } from 'node:util';
import type { Bitstream, Sample } from '../../src/bitstreams/bitstream.ts';
import { createInterpreter } from '../../src/bitstreams/interpreter.ts';
import { compilePattern } from '../../src/bitstreams/pattern.ts';
import { plainText } from '../../src/lines/safe-text.ts';
import type { Reading } from '../../src/readings/reading.ts';

/** What is wrong with a bitstream among others; nothing when it may stand beside them. */
export function problemsOf(bitstream: Bitstream, all: readonly Bitstream[]): string[] {
  const problems: string[] = [];
  const others = all.filter((other) => other !== bitstream);
  if (others.some((other) => other.name === bitstream.name)) problems.push('its name is taken');
  for (const sibling of bitstream.siblings ?? [])
    if (!others.some((other) => other.name === sibling))
      problems.push(`its sibling ${sibling} does not exist`);
  if (bitstream.samples.length === 0) problems.push('it has no samples');
  else if (!bitstream.samples.some(({ gives }) => gives.some(isStats)))
    problems.push('no sample gives statistics');

  try {
    for (const pattern of patternsOf(bitstream)) compilePattern(pattern);
  } catch (error) {
    return [...problems, String(error)];
  }
  for (const sample of bitstream.samples) {
    const read = readingsOf(bitstream, sample.lines);
    if (!isDeepStrictEqual(read, sample.gives))
      problems.push(`${sample.lines[0]} gives ${JSON.stringify(read)}`);
    for (const other of others) {
      if (readingsOf(other, sample.lines).some(isStats))
        problems.push(`${sample.lines[0]} is claimed by ${other.name}`);
    }
  }
  return problems;
}

/** All its regular expressions. */
export function patternsOf(bitstream: Bitstream): readonly string[] {
  const { stats, banner, headers, shares, failures, events, cardNamed, known } = bitstream;
  return [
    ...stats.flatMap((line) =>
      typeof line === 'string' ? [line] : [line.line, ...(line.each === null ? [] : [line.each])],
    ),
    ...(banner === null ? [] : [banner]),
    ...headers,
    ...shares,
    ...failures,
    ...events.map(({ pattern }) => pattern),
    ...cardNamed,
    ...known,
  ];
}

/** What lines say by one bitstream, without those that carry no value. */
export function readingsOf(bitstream: Bitstream, lines: Sample['lines']): Reading[] {
  const interpreter = createInterpreter(bitstream);
  return lines
    .flatMap((line) => {
      const shown = plainText(line);
      const read = interpreter.readAll(shown.trim());
      return read.some(({ type }) => type !== 'known') ? read : (interpreter.readTable(shown) ?? []);
    })
    .filter(({ type }) => type !== 'known');
}

function isStats({ type }: Reading): boolean {
  return type === 'stats' || type === 'process';
}
