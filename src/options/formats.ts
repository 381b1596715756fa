import type { Bitstream } from '../bitstreams/bitstream.ts';
import { chooseBitstreams, knownBitstreams } from '../bitstreams/index.ts';
import { readOwnFormat } from '../bitstreams/own-formats.ts';
import { UsageError } from '../values/usage-error.ts';
import type { GivenOptions } from './given.ts';
import { inputRows } from './table/input.ts';

/** The formats in the files that were given; none when none was. */
export function formatsOf(given: GivenOptions): readonly Bitstream[] {
  return filesOf(given).map(formatIn);
}

function filesOf(given: GivenOptions): readonly string[] {
  const { format, bitstream } = inputRows;
  const files = given.texts(format);
  const [name] = given.texts(bitstream);
  if (files.length > 0 && name !== undefined)
    throw new UsageError(`--format ${files[0]}: contradicts --bitstream ${name}; give one of them`);
  return files;
}

/** Which bitstreams are to be tried, in this order, and what to call them. */
export function bitstreamsToTry(given: GivenOptions) {
  const own = formatsOf(given);
  const name = given.value(inputRows.bitstream);
  const candidates = own.length > 0 ? own : (chooseBitstreams(name) ?? knownBitstreams());
  return { bitstream: own.length === 1 && own[0] !== undefined ? own[0].name : name, candidates };
}

/** The same for a check, which reads a log also by a format of which a sample fails, and tells of that. */
export function bitstreamsToCheck(given: GivenOptions) {
  const own = filesOf(given).map((file) => readIn(file, 'told'));
  const candidates = own.map(({ bitstream }) => bitstream);
  return {
    candidates: candidates.length > 0 ? candidates : bitstreamsToTry(given).candidates,
    failures: own.flatMap(({ failures }) => failures),
  };
}

/** @throws UsageError that names file, line and column */
export function formatIn(file: string): Bitstream {
  return readIn(file, 'refused').bitstream;
}

function readIn(file: string, failing: 'refused' | 'told') {
  const read = readOwnFormat(file, failing);
  if (read.type === 'format') return read;
  const asked = read.place === 'file' ? `--${inputRows.format.name} ` : '';
  throw new UsageError(`${asked}${read.words}`);
}
