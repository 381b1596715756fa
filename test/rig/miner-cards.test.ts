import { describe, expect, test } from 'vitest';
import type { CardId, Reading } from '../../src/readings/reading.ts';
import { type CardNames, NameGiver, noNames, RigNames } from '../../src/rig/names.ts';
import { Store } from '../../src/rig/store.ts';
import { momentOf } from '../../src/time.ts';
import { bitstreamNamed } from '../bitstreams/lines.ts';
import { statsSample } from '../bitstreams/stats-sample.ts';
import { FakeTime } from '../support/fake-time.ts';
import {
  dnaOf,
  fxBanner,
  fxLine,
  nimiqLine,
  numberedLine,
  Rig,
  sharesLine,
  tableHeader,
  tableRow,
} from '../support/rig.ts';
import { seeded } from '../support/seeded.ts';

/** A line of statistics that tells only this of its card. */
type Told = Partial<CardId> & { readonly solutions?: number };

/** What a store makes of such lines of one miner. */
function told(lines: readonly Told[], names: Partial<CardNames> = {}) {
  const store = new Store(new FakeTime(), 120);
  const miner = store.addMiner('stdin', new NameGiver({ ...noNames, ...names }));
  for (const { solutions = 1, ...id } of lines) {
    const reading = statsSample({ ...id, solutions: { total: solutions, bad: 0 } });
    miner.take(
      reading,
      { readings: [reading], bitstream: bitstreamNamed('nimiq'), formats: ['nimiq'] },
      momentOf(new FakeTime()),
    );
  }
  return store.snapshot().cards.map(({ name, dna, index, device, totals }) => ({
    name,
    dna,
    index,
    device,
    solutions: totals.solutions,
  }));
}

/** Every order of the lines. */
function orders<Line>(lines: readonly Line[]): Line[][] {
  if (lines.length < 2) return [[...lines]];
  return lines.flatMap((line, place) => orders(lines.toSpliced(place, 1)).map((rest) => [line, ...rest]));
}

describe('which card a line is about', () => {
  const cards = (rig: Rig) => rig.cards.map(({ name, dna, index }) => [name, dna, index]);
  const named = (card: 0 | 1 | 2) => `Card with DNA ${dnaOf(card)} selected and locked.`;

  test('the DNA that the program named belongs to its card without one', () => {
    expect(cards(new Rig().print(fxBanner, named(0), numberedLine('1')))).toEqual([['card1', dnaOf(0), 0]]);
  });

  test('a card that was first seen without its DNA is the same when a restart names it', () => {
    const rig = new Rig().print(numberedLine('5'), fxBanner, named(0), numberedLine('1'));
    expect(cards(rig)).toEqual([['card1', dnaOf(0), 0]]);
    expect(rig.card.totals.solutions).toBe(6);
  });

  test('a card whose DNA was named is the same when a restart does not name it', () => {
    const rig = new Rig().print(fxBanner, named(0), numberedLine('5'), fxBanner, numberedLine('1'));
    expect(cards(rig)).toEqual([['card1', dnaOf(0), 0]]);
    expect(rig.card.totals.solutions).toBe(6);
  });

  test('a restart that names another card has another card', () => {
    const rig = new Rig().print(named(0), numberedLine('5'), fxBanner, named(1), numberedLine('1'));
    expect(cards(rig)).toEqual([
      ['card1', dnaOf(0), 0],
      ['card2', dnaOf(1), 0],
    ]);
    rig.print(fxBanner, named(0), numberedLine('1'));
    expect(rig.cards.map(({ totals }) => totals.solutions)).toEqual([6, 1]);
  });

  test('two names leave open which is whose', () => {
    expect(cards(new Rig().print(named(0), named(1), numberedLine('1')))).toEqual([['card1', null, 0]]);
  });

  test('a name is not for a second card', () => {
    expect(cards(new Rig().print(named(0), numberedLine('1', 0), numberedLine('1', 1)))).toEqual([
      ['card1', dnaOf(0), 0],
      ['card2', null, 1],
    ]);
  });

  test('each number is a card', () => {
    expect(cards(new Rig().print(numberedLine('1', 1), numberedLine('1', 0), numberedLine('2', 1)))).toEqual([
      ['card1', null, 1],
      ['card2', null, 0],
    ]);
  });

  test('each DNA is a card', () => {
    expect(cards(new Rig().print(fxLine('1/1', 1), fxLine('1/1', 0), fxLine('2/2', 1)))).toEqual([
      ['card1', dnaOf(1), null],
      ['card2', dnaOf(0), null],
    ]);
  });

  test('a card that tells its DNA is not the one with its number', () => {
    expect(new Rig().print(numberedLine('1'), fxLine('1/1')).cards).toHaveLength(2);
  });

  test('a line that names nothing is about the only card, however that was named', () => {
    const nothing = '[15:28:31] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: 7/7';
    expect(cards(new Rig().print(fxLine('1/1'), nothing))).toEqual([['card1', dnaOf(0), null]]);
    expect(cards(new Rig().print(nothing, fxLine('9/9')))).toEqual([['card1', dnaOf(0), null]]);
    expect(cards(new Rig().print(nothing, numberedLine('9')))).toEqual([['card1', null, 0]]);
    expect(cards(new Rig().print(numberedLine('1', 0), numberedLine('1', 1), nothing))).toHaveLength(2);
  });
});

describe('a DNA, a number and a device name the same card, in whatever order they come to be known', () => {
  const card = { dna: dnaOf(0), index: 0, device: 'left' };
  const other = { dna: dnaOf(1), index: 1, device: 'right' };
  const { dna, index, device } = card;

  test.each<[string, Told[]]>([
    ['a DNA that is missing once', [card, { index, device }, card]],
    ['each of them alone, then all', [{ dna }, { index }, { device }, card]],
    [
      'two and two',
      [
        { dna, index },
        { index, device },
        { dna, device },
      ],
    ],
    ['all, then each alone', [card, { dna }, { index }, { device }]],
  ])('one card: %s', (_, lines) => {
    for (const order of orders(lines)) {
      const solutions = order.map((line, place) => ({ ...line, solutions: place + 1 }));
      // The last line ties together whatever those before it left open.
      const counted = [...solutions, { ...card, solutions: order.length + 1 }];
      const found = told(counted);
      expect(found, JSON.stringify(order)).toHaveLength(1);
      expect(found, JSON.stringify(order)).toMatchObject([{ ...card, solutions: order.length + 1 }]);
    }
  });

  test('two cards are two, with the counts of each', () => {
    const parts = (one: typeof card) => [{ dna: one.dna }, { index: one.index }, one];
    for (const order of orders([...parts(card), ...parts(other)])) {
      const lines = [...order, card, other].map((line, place) => ({ ...line, solutions: 10 + place }));
      const found = told(lines).sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
      expect(found, JSON.stringify(order)).toHaveLength(2);
      expect(found, JSON.stringify(order)).toMatchObject([card, other]);
      expect(found.map(({ solutions }) => solutions)).toEqual([16, 17]);
    }
  });

  test('many cards, each line telling what it likes', () => {
    const random = seeded(11);
    for (let trial = 0; trial < 200; trial += 1) {
      const all = Array.from({ length: 1 + random(4) }, (_, number) => ({
        dna: `4002${String(number).padStart(20, '0')}`,
        index: number,
        device: `board${number}`,
      }));
      const lines: Told[] = [];
      for (let line = 0; line < 20; line += 1) {
        const one = all[random(all.length)] ?? card;
        const tells = 1 + random(7);
        lines.push({
          dna: (tells & 1) === 0 ? null : one.dna,
          index: (tells & 2) === 0 ? null : one.index,
          device: (tells & 4) === 0 ? null : one.device,
          solutions: line,
        });
      }
      const whole = all.map((one) => ({ ...one, solutions: 20 }));
      const found = told([...lines, ...whole]).sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
      expect(found, JSON.stringify(lines)).toHaveLength(all.length);
      expect(found, JSON.stringify(lines)).toMatchObject(whole);
    }
  });

  test('a card that gets another one’s number is not taken for that one', () => {
    expect(told([{ dna, index: 1 }, { index: 0 }, { dna, index: 0 }])).toHaveLength(2);
  });

  test.each<[string, Told[]]>([
    ['number first', [{ index }, { dna }, card]],
    ['DNA first', [{ dna }, { index }, card]],
  ])('the card keeps the name that a user gave it by whatever names it: %s', (_, lines) => {
    const named = (names: Partial<CardNames>) => told(lines, names).map(({ name }) => name);
    expect(named({ inOrder: ['left'] })).toEqual(['left']);
    expect(named({ byDna: new Map([[dna, 'left']]) })).toEqual(['left']);
    expect(named({ byIndex: new Map([[index, 'left']]) })).toEqual(['left']);
    expect(named({})).toEqual(['card1']);
  });

  test.each([
    ['the first', noNames],
    ['the one that a user named', { ...noNames, byDna: new Map([[dna, 'left']]) }],
  ])('what was counted under both names is counted once, over restarts too: %s stays', (_, names) => {
    const store = new Store(new FakeTime(), 120);
    const miner = store.addMiner('stdin', new NameGiver(names));
    const take = (reading: Reading) =>
      miner.take(
        reading,
        { readings: [reading], bitstream: bitstreamNamed('nimiq'), formats: ['nimiq'] },
        momentOf(new FakeTime()),
      );
    const stats = (id: Partial<CardId>, total: number) =>
      take(statsSample({ ...id, solutions: { total, bad: 0 } }));
    const shares = (total: number) => take({ type: 'shares', shares: { total, rejected: 0 } });
    stats({ index }, 10);
    shares(5);
    take({ type: 'start' });
    stats({ index }, 5);
    shares(50);
    take({ type: 'event', kind: 'stale_work' });
    stats({ dna }, 6);
    shares(51);
    stats({ dna, index }, 7);
    shares(52);
    const { cards, miners } = store.snapshot();
    // One share was counted for all cards together while there seemed to be two.
    expect(cards).toMatchObject([{ totals: { solutions: 17, shares: 56 }, events: { stale_work: 1 } }]);
    expect(miners).toMatchObject([{ restarts: 1 }]);
  });

  test('cards that changed their numbers with a restart stay the same', () => {
    expect(told([card, other, { ...card, index: 1 }, { ...other, index: 0 }])).toHaveLength(2);
  });

  test('boards of the same kind are not the same card', () => {
    expect(told([0, 1, 2].map((number) => ({ index: number, device: 'VU35P' })))).toHaveLength(3);
  });

  test('what went by two names is counted once, its shares too', () => {
    const row = (good: number, dna: string) => `| 0 | VU35P | 1.8 | ${good} | 0 | ${dna} |`;
    const rig = new Rig().print(tableHeader, row(100, dnaOf(0)), tableHeader, row(101, 'N/A'));
    rig.print(tableHeader, row(102, dnaOf(0)), sharesLine(3, 3));
    expect(rig.cards.map(({ totals }) => totals.solutions)).toEqual([102]);
    expect(rig.miner).toMatchObject({ restarts: 0, shares: { total: 3 } });
  });

  test.each(['000000000000000000000000', 'FFFFFFFFFFFFFFFFFFFFFFFF', 'ffffffffffffffffffffffff'])(
    'a DNA that could not be read is none: %s',
    (unread) => {
      const row = (index: number, dna: string) => `| ${index} | VU35P | 1.8 | 1 | 0 | ${dna} |`;
      const rig = new Rig().print(tableHeader, row(0, unread), row(1, unread), tableHeader, row(0, dnaOf(0)));
      expect(rig.cards.map((one) => [one.index, one.dna])).toEqual([
        [0, dnaOf(0)],
        [1, null],
      ]);
    },
  );
});

describe('cards that can not be', () => {
  const other = (number: number) =>
    nimiqLine('1/1').replace(/^\[.{24}/, `[4002${number.toString(16).toUpperCase().padStart(20, '0')}`);

  test('are not held: no rig has more than 256, and what others print must not fill the memory', () => {
    const rig = new Rig();
    for (let card = 0; card < 300; card += 1) rig.print(other(card));
    expect(rig.cards).toHaveLength(256);
    expect(rig.snapshot().lines).toMatchObject({ stats: 256, other: 44 });
    rig.print(other(3).replace('1/1', '7/7'));
    expect(rig.cards[3]?.totals.solutions).toBe(7);
  });

  test('noise that is seen once gives its place to a card that is seen again and again', () => {
    const rig = new Rig();
    for (let card = 0; card < 300; card += 1) rig.print(other(card));
    for (let count = 1; count <= 5; count += 1) rig.print(nimiqLine(`${count}/${count}`, { card: 1 }));
    expect(rig.cards).toHaveLength(256);
    expect(rig.cards.find(({ dna }) => dna === dnaOf(1))?.totals.solutions).toBe(5);
  });

  test('also when noise stands between its lines', () => {
    const rig = new Rig();
    for (let card = 0; card < 2000; card += 1) {
      rig.print(other(card));
      if (card % 300 === 299) rig.print(nimiqLine('5/5', { card: 1 }));
    }
    expect(rig.cards.find(({ dna }) => dna === dnaOf(1))?.totals.solutions).toBe(5);
  });

  test('but no card that is read itself gives its place away, nor its name', () => {
    const rig = new Rig();
    const cards = Array.from({ length: 256 }, (_, card) => other(card));
    for (let round = 1; round < 4; round += 1) rig.print(...cards);
    const before = rig.cards.map(({ name, dna }) => [name, dna]);
    rig.print(nimiqLine('1/1'), nimiqLine('2/2'), ...cards, nimiqLine('3/3'), nimiqLine('4/4'), ...cards);
    expect(rig.cards.map(({ name, dna }) => [name, dna])).toEqual(before);
  });

  test('nor one that was read more often than the newcomer was seen', () => {
    const rig = new Rig();
    const cards = Array.from({ length: 256 }, (_, card) => other(card));
    for (let round = 0; round < 5; round += 1) rig.print(...cards);
    rig.print(nimiqLine('1/1'), nimiqLine('2/2'), nimiqLine('3/3'), nimiqLine('4/4'));
    expect(rig.cards.some(({ dna }) => dna === dnaOf(0))).toBe(false);
  });

  test('nor one that was read since the newcomer was first seen', () => {
    const rig = new Rig();
    const cards = Array.from({ length: 256 }, (_, card) => other(card));
    rig.print(...cards, nimiqLine('1/1'), ...cards, nimiqLine('2/2'), nimiqLine('3/3'), nimiqLine('4/4'));
    expect(rig.cards.some(({ dna }) => dna === dnaOf(0))).toBe(false);
  });

  test('a card that gave its place away comes back like any other', () => {
    const rig = new Rig();
    for (let card = 0; card < 256; card += 1) rig.print(other(card));
    rig.print(nimiqLine('1/1'), nimiqLine('2/2'), nimiqLine('3/3'));
    const gone = other(0).slice(1, 25);
    expect(rig.cards.some(({ dna }) => dna === gone)).toBe(false);
    rig.print(other(0), other(0), other(0));
    expect(rig.cards.some(({ dna }) => dna === gone)).toBe(true);
    expect(rig.cards).toHaveLength(256);
  });

  test('a name that a user bound is free again once its card gave its place away', () => {
    const rig = new Rig({ names: { byIndex: new Map([[1000, 'left']]) } });
    for (let card = 0; card < 256; card += 1) rig.print(numberedLine('1', 1000 + card));
    expect(rig.cards[0]?.name).toBe('left');
    rig.print(numberedLine('1', 0), numberedLine('2', 0), numberedLine('3', 0));
    for (const count of ['1', '2', '3']) rig.print(numberedLine(count, 1000));
    expect(rig.cards.find(({ index }) => index === 1000)?.name).toBe('left');
  });

  test('numbers that noise makes are bounded in the same way', () => {
    const rig = new Rig();
    for (let card = 0; card < 300; card += 1) rig.print(numberedLine('1', 1000 + card));
    for (const count of ['1', '2', '3']) rig.print(numberedLine(count, 0));
    expect(rig.cards).toHaveLength(256);
    expect(rig.cards.find(({ index }) => index === 0)?.totals.solutions).toBe(3);
  });
});

describe('the same card in the output of two miners', () => {
  const two = () => {
    const time = new FakeTime();
    const problems: string[] = [];
    const store = new Store(time, 120, null, (line) => problems.push(line));
    const names = new RigNames();
    const [a, b] = ['a.log', 'b.log'].map((source) => {
      const rig = new Rig({ time, store, source, rigNames: names });
      return rig;
    });
    if (a === undefined || b === undefined) throw new Error('no rigs');
    return { time, problems, store, a, b };
  };

  test('is one card, counted once, and both sources are named', () => {
    const { store, a, b, problems } = two();
    a.print(nimiqLine('10/10'), sharesLine(4, 4));
    b.print(nimiqLine('10/10'), sharesLine(4, 4));
    a.print(nimiqLine('12/12'), sharesLine(5, 5));
    b.print(nimiqLine('12/12'), sharesLine(5, 5), 'Stale work.');
    const { cards, miners } = store.snapshot();
    expect(cards).toHaveLength(1);
    expect(cards[0]).toMatchObject({ name: 'card1', source: 'a.log', totals: { solutions: 12, shares: 5 } });
    expect(miners[1]).toMatchObject({ source: 'b.log', up: true, shares: null, events: {}, failures: null });
    expect(new Set(problems)).toEqual(
      new Set([`card1 (${dnaOf(0)}) is in a.log and in b.log: it is counted once, from a.log`]),
    );
  });

  test('in a table: shares that are counted for all cards together are counted once', () => {
    const { store, a, b } = two();
    for (const rig of [a, b]) rig.print(tableHeader, tableRow(0, 5), tableRow(1, 6), sharesLine(4, 4));
    const { cards, miners } = store.snapshot();
    expect(cards.map(({ totals }) => totals.solutions)).toEqual([5, 6]);
    expect(miners.map(({ shares }) => shares?.total ?? null)).toEqual([4, null]);
  });

  test('a row without its DNA is no further card', () => {
    const { store, a, b } = two();
    for (const rig of [a, b]) rig.print(tableHeader, tableRow(0, 5));
    b.print(tableHeader, '| 0 | VU35P | 1.8 | 6 | 0 | N/A |');
    expect(store.snapshot().cards).toHaveLength(1);
  });

  test('the second miner is not stuck for that', () => {
    const { time, a, b } = two();
    a.print(nimiqLine('1/1'));
    time.advance(50);
    b.print(nimiqLine('1/1'), sharesLine(1, 1));
    expect(b.known.facts()).toMatchObject({ statsAt: 50, reportsShares: false });
  });

  test('a card that was moved is the other miner’s once it is silent at the first', () => {
    const { time, store, a, b, problems } = two();
    a.print(nimiqLine('10/10'));
    a.end();
    time.advance(121);
    b.print(nimiqLine('3/3'), sharesLine(1, 1));
    expect(problems).toEqual([]);
    expect(store.snapshot().cards).toMatchObject([
      { name: 'card1', source: 'b.log', totals: { solutions: 13, shares: 1 } },
    ]);
    expect([a.known.cardNames(), b.known.cardNames()]).toEqual([[], ['card1']]);
  });
});

test('how many solutions were bad is not known where the miner does not say', () => {
  expect(new Rig().print(numberedLine('118')).card.totals).toMatchObject({
    solutions: 118,
    solutionsBad: null,
  });
  expect(new Rig().print(numberedLine('117/118')).card.totals.solutionsBad).toBe(1);
});
