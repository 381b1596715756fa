import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { minerRows } from '../../src/panel/miner-rows.ts';
import { panelRows } from '../../src/panel/rows.ts';
import { paint } from '../../src/panel/span.ts';
import type { MinerSnapshot, MinerStatus } from '../../src/rig/snapshot.ts';
import { card, cards, miner, props, snapshot } from './samples.ts';

const stuck = { stalls: [{ kind: 'silent', lasting: 400 }], up: false, silentFor: 400 } as const;
const waiting: MinerStatus = { text: 'waiting for rig7.log', level: 'plain' };
const down: MinerStatus = { text: 'restarts in 20 s (exit 1)', level: 'bad' };

/** So many miners, most of which are well. */
function miners(number: number, special: Readonly<Record<number, Partial<MinerSnapshot>>> = {}) {
  return Array.from({ length: number }, (_, place) =>
    miner({ source: `rig${place}.log`, ...special[place] }),
  );
}
const texts = (all: readonly MinerSnapshot[], rows = 8, columns = 78) =>
  minerRows(all, columns, rows).map((spans) => paint(spans, false));
const painted = (changes: Partial<MinerSnapshot>) => paint(minerRows([miner(changes)], 78, 1)[0] ?? [], true);

describe('what is said of a miner', () => {
  test('nothing, while it is well', () => {
    expect(texts([miner()])).toEqual([]);
    expect(texts(miners(64))).toEqual([]);
  });

  test.each([
    ['silent', 400, '! miner: stuck, no output for 6m'],
    ['no-stats', 700, '! miner: stuck, output, but no statistics for 11m'],
    ['no-shares', 4000, '! miner: stuck, no share accepted for 1h06'],
  ] as const)('stuck: %s', (kind, lasting, words) => {
    expect(texts([miner({ stalls: [{ kind, lasting }] })])).toEqual([words]);
  });

  test('the worst of two stalls', () => {
    const stalls = [...stuck.stalls, { kind: 'no-shares', lasting: 9000 } as const];
    expect(texts([miner({ stalls })])).toEqual(['! miner: stuck, no output for 6m']);
  });

  test('silence, before it counts as stuck; not that of an end', () => {
    expect(texts([miner({ up: false, silentFor: 130 })])).toEqual(['! miner: no output for 2m']);
    expect(texts([miner({ up: false, silentFor: 5 })])).toEqual([]);
    expect(texts([miner({ up: true, silentFor: 110 })])).toEqual([]);
    expect(texts([miner({ up: false, silentFor: 130, open: false })])).toEqual([]);
  });

  test('its status, beside a stall too', () => {
    expect(texts([miner({ status: waiting })])).toEqual(['  miner: waiting for rig7.log']);
    expect(texts([miner({ ...stuck, status: waiting })])).toEqual([
      '! miner: stuck, no output for 6m · waiting for rig7.log',
    ]);
    expect(texts([miner({ status: { text: 'a\x1b[2Jb', level: 'plain' } })])).toEqual(['  miner: ab']);
  });

  test('a ramp-down for a stall does not name it twice, and fits', () => {
    const besideStall = 'ramping down: SIGINT sent, then a restart';
    const status: MinerStatus = { text: `${besideStall} (stalled: silent)`, besideStall, level: 'plain' };
    expect(texts([miner({ ...stuck, status })])).toEqual([
      '! miner: stuck, no output for 6m · ramping down: SIGINT sent, then a restart',
    ]);
    expect(texts([miner({ status })])).toEqual([
      '  miner: ramping down: SIGINT sent, then a restart (stalled: silent)',
    ]);
  });

  test('by its name where there are several', () => {
    expect(texts(miners(3, { 1: stuck }))).toEqual(['! rig1.log: stuck, no output for 6m']);
  });

  test('red is stuck or down, yellow is silent, and what is well has no colour', () => {
    expect(painted(stuck)).toContain('\x1b[31mstuck, no output for 6m');
    expect(painted({ status: down })).toContain('\x1b[31mrestarts');
    expect(painted({ up: false, silentFor: 130 })).toContain('\x1b[33mno output for 2m');
    expect(painted({ status: waiting })).not.toMatch(/\x1b\[3/);
  });
});

describe('many miners', () => {
  const many = miners(64, {
    ...Object.fromEntries(Array.from({ length: 64 }, (_, place) => [place, { status: waiting }])),
    40: { ...stuck, status: waiting },
    50: { status: down },
  });

  test('stand in their own order while they fit', () => {
    expect(texts(miners(8, { 2: { status: waiting }, 5: stuck, 7: { status: waiting } }), 3)).toEqual([
      '  rig2.log: waiting for rig7.log',
      '! rig5.log: stuck, no output for 6m',
      '  rig7.log: waiting for rig7.log',
    ]);
  });

  test('the worst come first where they do not, and the others are counted', () => {
    expect(texts(many, 4)).toEqual([
      '! rig40.log: stuck, no output for 6m · waiting for rig7.log',
      '! rig50.log: restarts in 20 s (exit 1)',
      '  rig0.log: waiting for rig7.log',
      '… 61 more miners',
    ]);
    expect(texts(many, 2)[1]).toBe('… 63 more miners  1 down!');
    expect(texts(many, 1)).toEqual(['… 64 more miners  1 stuck!  1 down!']);
    expect(texts(miners(2, { 0: stuck, 1: { up: false, silentFor: 130 } }), 1)).toEqual([
      '… 2 more miners  1 stuck!  1 silent!',
    ]);
    expect(texts(many, 0)).toEqual([]);
  });

  test('are cut to the width', () => {
    for (const row of texts(many, 8, 30)) expect(stringWidth(row)).toBeLessThanOrEqual(30);
  });

  const shown = (count: number, rows = 24) =>
    panelRows(props({ rows, snapshot: snapshot({ miners: many, cards: cards(count) }) })).map(
      ({ key }) => key,
    );

  test.each([1, 3, 8, 12, 64])('leave %s cards what they need of 80x24', (count) => {
    const without = panelRows(props({ snapshot: snapshot({ cards: cards(count) }) })).map(({ key }) => key);
    const of = (keys: readonly string[]) => keys.filter((key) => /^card \d/.test(key)).length;
    expect(shown(count).length).toBeLessThanOrEqual(18);
    expect(of(shown(count))).toBeGreaterThanOrEqual(Math.min(of(without), 10));
    expect(shown(count).filter((key) => key.startsWith('miner')).length).toBeGreaterThanOrEqual(1);
  });

  test('take only rows that no card needs', () => {
    expect(shown(12).filter((key) => /^card \d/.test(key))).toHaveLength(12);
    expect(shown(12).filter((key) => key.startsWith('miner'))).toHaveLength(2);
    expect(shown(12)).toHaveLength(18);
  });

  test('take eight rows where there is room', () => {
    expect(shown(3, 40).filter((key) => key.startsWith('miner'))).toHaveLength(8);
  });

  test('leave room before the first statistics, too', () => {
    expect(shown(0).slice(0, 2)).toEqual(['title', 'miner 0']);
    expect(shown(0)).toHaveLength(3 + 8);
    for (const rows of [1, 3, 5, 8, 12]) expect(shown(0, rows).length).toBeLessThanOrEqual(rows);
    expect(shown(0, 8)).toContain('waiting');
  });
});

test('stand between the title and the cards, which keep their place above the bottom', () => {
  const keys = (changes: Partial<MinerSnapshot>) =>
    panelRows(props({ snapshot: snapshot({ miners: [miner(changes)] }) })).map(({ key }) => key);
  expect(keys(stuck)).toEqual(['title', 'miner 0', 'header', 'card 0', 'status']);
  expect(keys(stuck).slice(2)).toEqual(keys({}).slice(1));
});

test('a slow card has a yellow mark in its row, while it is up', () => {
  const slowness = { slow: true, current: 17e9, median: 25e9 };
  const rowOf = (changes: object, colour: boolean) =>
    paint(
      panelRows(props({ snapshot: snapshot({ cards: [card({ slowness, ...changes })] }) })).find(
        ({ key }) => key === 'card 0',
      )?.spans ?? [],
      colour,
    );
  expect(rowOf({}, false)).toMatch(/^card1 +17\.52↓ *17\.31 /);
  expect(rowOf({}, true)).toContain('\x1b[1;33m17.52');
  expect(rowOf({ slowness: { ...slowness, slow: false } }, false)).not.toContain('↓');
  expect(rowOf({ up: false }, false)).not.toContain('↓');
});

test('slow cards among those that do not fit are told', () => {
  const slow = { slowness: { slow: true, current: 1, median: 2 } };
  const rows = panelRows(props({ rows: 14, snapshot: snapshot({ cards: cards(12, slow) }) }));
  expect(paint(rows.find(({ key }) => key === 'hidden')?.spans ?? [], false)).toMatch(/GH\/s · \d+ slow$/);
});
