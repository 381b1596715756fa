import type { LogSnapshot } from '../bytes/log/log-file.ts';
import type { CardSnapshot, MinerSnapshot, Snapshot } from '../rig/snapshot.ts';

/** One line of the page: a value and what it belongs to. */
export interface Sample<Label extends string = string> {
  readonly labels: Readonly<Record<Label, string>>;
  readonly value: number;
}

/** A metric as data: all that the page and the documentation need to know of it. */
export interface MetricDefinition<Label extends string = string> {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  readonly labels: readonly Label[];
  collect(snapshot: Snapshot): readonly Sample<Label>[];
}

type MetricType = MetricDefinition['type'];

/** Keeps the labels of a definition exact while it is written down. */
export function define<const Label extends string>(definition: MetricDefinition<Label>): MetricDefinition {
  return definition;
}

/** A metric of each card that has a value for it. */
export function ofCard(
  name: string,
  type: MetricType,
  help: string,
  value: (card: CardSnapshot) => number | null,
) {
  return define({
    name,
    type,
    help,
    labels: ['card'],
    collect: ({ rig }) => present(rig.cards, ({ name: card }) => ({ card }), value),
  });
}

/** A metric of each miner that has a value for it. */
export function ofMiner(
  name: string,
  type: MetricType,
  help: string,
  value: (miner: MinerSnapshot) => number | null,
) {
  return define({
    name,
    type,
    help,
    labels: ['source'],
    collect: ({ rig }) => present(rig.miners, ({ source }) => ({ source }), value),
  });
}

/** A metric of the tool itself. */
export function ofTee(name: string, type: MetricType, help: string, value: (snapshot: Snapshot) => number) {
  return define({
    name,
    type,
    help,
    labels: [],
    collect: (snapshot) => [{ labels: {}, value: value(snapshot) }],
  });
}

/** A metric of the log, without a value when no log is written. */
export function ofLog(name: string, type: MetricType, help: string, value: (log: LogSnapshot) => number) {
  return define({
    name,
    type,
    help,
    labels: [],
    collect: ({ tee }) => (tee.log === null ? [] : [{ labels: {}, value: value(tee.log) }]),
  });
}

function present<Item, Label extends string>(
  items: readonly Item[],
  labels: (item: Item) => Readonly<Record<Label, string>>,
  value: (item: Item) => number | null,
): Sample<Label>[] {
  const samples: Sample<Label>[] = [];
  for (const item of items) {
    const found = value(item);
    if (found !== null) samples.push({ labels: labels(item), value: found });
  }
  return samples;
}

type Counts<Key extends string> = Readonly<Partial<Record<Key, number>>> | null;

/** Counts of the cards by a key, and those that belong to no single card summed under an empty name. */
export function byCardOrNone<Key extends string>(
  cards: readonly (readonly [card: string, counts: Counts<Key>])[],
  miners: readonly Counts<Key>[],
  keys: readonly Key[],
): { card: string; key: Key; value: number }[] {
  const found: { card: string; key: Key; value: number }[] = [];
  for (const [card, counts] of cards) {
    for (const key of keys) {
      const value = counts?.[key];
      if (value !== undefined) found.push({ card, key, value });
    }
  }
  for (const key of keys) {
    const values = miners.flatMap((counts) => counts?.[key] ?? []);
    if (values.length > 0) found.push({ card: '', key, value: values.reduce((sum, value) => sum + value) });
  }
  return found;
}
