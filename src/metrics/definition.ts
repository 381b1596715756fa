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
      collect(snapshot) {
        const samples: Sample[] = [];
        for (const item of itemsOf(snapshot)) {
          const value = toValue(item, snapshot);
          if (value !== null) samples.push({ labels: { [label]: nameOf(item) }, value });
        }
        return samples;
      },
    });
}

/** A metric of each card. */
export const ofCard = forEach(
  'card',
  ({ rig }) => rig.cards,
  ({ name }) => name,
);

/** A metric of each card that reports; it is gone when the card is silent. */
export const ofCurrentCard: typeof ofCard = (name, help, toValue, seldom) =>
  ofCard(name, help, (card, snapshot) => (card.up ? toValue(card, snapshot) : null), seldom);

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

/** Counts by a key: those of each card, and under an empty name those that belong to no single card. */
export function ofCardOrNone<Key extends string>(
  name: string,
  help: string,
  label: string,
  keys: readonly Key[],
  countsOf: { card(card: CardSnapshot): Counts<Key>; miner(miner: MinerSnapshot): Counts<Key> },
) {
  return define({
    name,
    help,
    labels: ['card', label],
    collect({ rig }) {
      const samples: Sample[] = [];
      const add = (card: string, key: Key, value: number | undefined): void => {
        if (value !== undefined) samples.push({ labels: { card, [label]: key }, value });
      };
      for (const card of rig.cards) {
        const counts = countsOf.card(card);
        if (counts !== null) for (const key of keys) add(card.name, key, counts[key]);
      }
      const miners = rig.miners.map(countsOf.miner);
      for (const key of keys) {
        const known = miners.map((counts) => counts?.[key]).filter((count) => count !== undefined);
        add('', key, known.length === 0 ? undefined : known.reduce((sum, count) => sum + count, 0));
      }
      return samples;
    },
  });
}
