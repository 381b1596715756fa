import { resolve, sep } from 'node:path';
import type { Bitstream } from '../bitstreams/bitstream.ts';
import { chooseBitstreams } from '../bitstreams/index.ts';
import { printable } from '../lines/printable.ts';
import type { CardNames } from '../rig/names.ts';
import { didYouMean, UsageError } from '../values/usage-error.ts';
import { cardNamesOf } from './card-names.ts';
import { wrongValue } from './given.ts';
import { inputRows } from './table/input.ts';

/** A log to follow. */
export interface FollowedLogOptions {
  readonly path: string;
  /** Its base name, with as much of its folder as sets it apart from the others. */
  readonly name: string;
  /** The bitstream's name as it was given, or `auto`. */
  readonly bitstream: string;
  /** The bitstreams to try, in this order. */
  readonly candidates: readonly Bitstream[];
  readonly names: CardNames;
}

/**
 * What belongs to which log.
 *
 * @param paths of the logs
 * @param bitstreamTexts none, one for all, or one for each log in order; `log=name` for one of them
 * @param formats of the user, to be tried in place of those with a name
 * @param cardTexts none; one text for each log, whose names may stand with commas; or one name for each log
 * @throws UsageError when it can't be known, or a log is given twice
 */
export function followedLogs(
  paths: readonly string[],
  bitstreamTexts: readonly string[],
  cardTexts: readonly string[],
  formats: readonly Bitstream[] = [],
): readonly FollowedLogOptions[] {
  for (const [index, path] of paths.entries()) {
    if (path === '-') throw new UsageError('-m -: a pipe is read without -m: miner 2>&1 | fpga-tee');
    if (paths.slice(0, index).some((other) => resolve(other) === resolve(path)))
      throw new UsageError(`-m ${path}: the log is given twice; give it once`);
  }
  const sources = sourceNames(paths);
  const bitstreamNames = bitstreamsOfLogs(paths, bitstreamTexts);
  const cards = cardsOfLogs(paths, cardTexts);
  return paths.map((path, index) => {
    const bitstream = bitstreamNames[index] ?? 'auto';
    const candidates = formats.length > 0 ? formats : chooseBitstreams(bitstream);
    if (candidates === null) throw wrongValue(inputRows.bitstream, bitstream);
    return {
      path,
      name: sources[index] ?? path,
      bitstream,
      candidates,
      names: cards[index] ?? cardNamesOf([]),
    };
  });
}

/** Base names; where several logs have the same, with so many of their folders that they differ. */
function sourceNames(paths: readonly string[]): readonly string[] {
  const parts = paths.map((path) => resolve(path).split(sep).map(printable));
  const nameOf = (path: readonly string[], depth: number): string => path.slice(-depth).join('/');
  return parts.map((own) => {
    let depth = 1;
    while (
      depth < own.length &&
      parts.some((other) => other !== own && nameOf(other, depth) === nameOf(own, depth))
    )
      depth += 1;
    return nameOf(own, depth);
  });
}

function bitstreamsOfLogs(paths: readonly string[], texts: readonly string[]): readonly string[] {
  const bound = new Map<string, string>();
  const inOrder: string[] = [];
  for (const text of texts) {
    const separator = text.lastIndexOf('=');
    const name = text.slice(separator + 1);
    if (chooseBitstreams(name) === null) throw wrongValue(inputRows.bitstream, name);
    if (separator === -1) {
      inOrder.push(name);
      continue;
    }
    const log = text.slice(0, separator);
    const path = paths.find((known) => resolve(known) === resolve(log));
    if (path === undefined) {
      const hint = didYouMean(log, paths) || 'give a log of -m';
      throw new UsageError(`--bitstream ${text}: ${log || "''"} is not followed; ${hint}`);
    }
    if (bound.has(path)) throw new UsageError(`--bitstream ${text}: the log has one already; give it one`);
    bound.set(path, name);
  }
  const [first = 'auto', ...others] = inOrder;
  if (others.length > 0 && (inOrder.length !== paths.length || bound.size > 0)) {
    throw new UsageError(
      `--bitstream: ${inOrder.length} bitstreams for ${countOfLogs(paths.length - bound.size)}; give one for all, one for each, or ${paths[0]}=${first}`,
    );
  }
  return paths.map((path, index) => bound.get(path) ?? (others.length > 0 ? inOrder[index] : null) ?? first);
}

/** The names of each log's cards. A DNA is one card's, whichever log it appears in. */
function cardsOfLogs(paths: readonly string[], texts: readonly string[]): readonly CardNames[] {
  if (paths.length === 1) return [cardNamesOf(texts)];
  const single = texts.flatMap((text) => text.split(','));
  // The miners number their cards each for itself: the same number may stand for each log.
  const { byDna, inOrder: others } = cardNamesOf(single.map((entry) => entry.replace(/^\s*\d{1,4}\s*=/, '')));
  const groups = [texts, single].find((list) => list.length === paths.length);
  // Whoever binds all names to DNAs need not know the logs.
  if (groups === undefined && others.length > 0) {
    throw new UsageError(
      `--card: ${single.length} ${single.length === 1 ? 'name' : 'names'} for ${countOfLogs(paths.length)}; give one for each log, in order (several cards of one log with commas), or none`,
    );
  }
  return paths.map((_, index) => {
    const { inOrder, byIndex } = cardNamesOf((groups ?? []).slice(index, index + 1));
    // A log that has no name has its number, whichever log's card is seen first.
    const number = `card${index + 1}`;
    const unnamed = inOrder.length + byIndex.size === 0 && ![...others, ...byDna.values()].includes(number);
    return { inOrder: unnamed ? [number] : inOrder, byDna, byIndex };
  });
}

function countOfLogs(count: number): string {
  return count === 1 ? '1 log' : `${count} logs`;
}
