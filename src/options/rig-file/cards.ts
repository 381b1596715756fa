import { isSeq } from 'yaml';
import type { CardNames } from '../../rig/names.ts';
import type { NodeReader, Place } from '../../values/node-reader.ts';
import { UsageError } from '../../values/usage-error.ts';
import { cardNamesOf } from '../card-names.ts';

/** The names of cards, and the texts that they are read from. */
export interface ReadCards {
  readonly texts: readonly string[];
  readonly names: CardNames;
}

/** Reads names of cards, which stand in a list or with commas. Its problems go to the reader. */
export function readCards(reader: NodeReader, place: Place): ReadCards | null {
  const right = 'names of cards, as a list or with commas';
  const texts = oneOrListed(reader, place, right);
  if (texts === null) return null;
  try {
    return { texts, names: cardNamesOf(texts) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // The words of the option, which is not what is wrong here.
    return reader.problem(place, error.message.replace(/^--card .*?: /, ''));
  }
}

/** The texts of a list, or the one that stands in its place; `null` when one is none, after all were looked at. */
export function oneOrListed(reader: NodeReader, place: Place, right: string): readonly string[] | null {
  if (isSeq(place.node)) return listed(reader, place, right);
  const text = reader.text(place, right);
  return text === null ? null : [text];
}

/** The texts of a list; `null` when one of them is none, after all were looked at. */
export function listed(reader: NodeReader, place: Place, right: string): readonly string[] | null {
  const texts = reader.list(place, right)?.map((item) => reader.text(item, right)) ?? [null];
  const whole = texts.filter((text) => text !== null);
  return whole.length === texts.length ? whole : null;
}
