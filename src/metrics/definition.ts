import type { LogSnapshot } from '../bytes/log/log-file.ts';
import type { Snapshot } from '../rig/snapshot.ts';

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
  /** True for what few miners print: without a value it is not on the page at all. */
  readonly seldom?: boolean;
  collect(snapshot: Snapshot): readonly Sample<Label>[];
}

/** A metric; what is called `_total` is a counter, as promtool wants it, and nothing else is. */
export function define<const Label extends string>(
  definition: Omit<MetricDefinition<Label>, 'type'>,
): MetricDefinition {
  return { ...definition, type: definition.name.endsWith('_total') ? 'counter' : 'gauge' };
}

/** Makes metrics with one label: a value for each item that has one. */
function forEach<Item>(
  label: string,
  itemsOf: (snapshot: Snapshot) => readonly Item[],
  nameOf: (item: Item) => string,
) {
  return (
    name: string,
    help: string,
    toValue: (item: Item, snapshot: Snapshot) => number | null,
    seldom = false,
  ) =>
    define({
      name,
      help,
      seldom,
      labels: [label],
      collect: (snapshot) =>
        itemsOf(snapshot).flatMap((item) => {
          const value = toValue(item, snapshot);
          return value === null ? [] : { labels: { [label]: nameOf(item) }, value };
        }),
    });
}

/** A metric of each card. */
export const ofCard = forEach(
  'card',
  ({ rig }) => rig.cards,
  ({ name }) => name,
);

/** A metric of each card that reports; it is gone when the card is silent. */
export const ofCurrentCard = forEach(
  'card',
  ({ rig }) => rig.cards.filter(({ up }) => up),
  ({ name }) => name,
);

/** A metric of each miner. */
export const ofMiner = forEach(
  'source',
  ({ rig }) => rig.miners,
  ({ source }) => source,
);

/** A metric of each pool. */
export const ofPool = forEach(
  'pool',
  ({ pools }) => pools,
  ({ name }) => name,
);

/** A metric of the tool itself. */
export function ofTee(name: string, help: string, value: (snapshot: Snapshot) => number) {
  return define({ name, help, labels: [], collect: (snapshot) => [{ labels: {}, value: value(snapshot) }] });
}

/** A metric of the log, without a value when no log is written. */
export function ofLog(name: string, help: string, value: (log: LogSnapshot) => number) {
  return define({
    name,
    help,
    labels: [],
    collect: ({ tee }) => (tee.log === null ? [] : [{ labels: {}, value: value(tee.log) }]),
  });
}

type Counts<Key extends string> = Readonly<Partial<Record<Key, number>>> | null;

/** Counts of the cards by a key, and those that belong to no single card summed under an empty name. */
export function byCardOrNone<Key extends string>(
  cards: readonly (readonly [card: string, counts: Counts<Key>])[],
  miners: readonly Counts<Key>[],
  keys: readonly Key[],
): { card: string; key: Key; value: number }[] {
  const found = cards.flatMap(([card, counts]) =>
    keys.flatMap((key) => {
      const value = counts?.[key];
      return value === undefined ? [] : { card, key, value };
    }),
  );
  for (const key of keys) {
    const values = miners.flatMap((counts) => counts?.[key] ?? []);
    if (values.length > 0) found.push({ card: '', key, value: values.reduce((sum, value) => sum + value) });
  }
  return found;
}
