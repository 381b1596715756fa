import { render } from 'ink-testing-library';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { Panel } from '../../src/panel/panel.tsx';
import { type PanelProps, panelRows } from '../../src/panel/rows.ts';
import { below, card, cards, miner, props, snapshot, withShares } from './samples.ts';

/** What the panel looks like, row by row. */
function frame(changes: Partial<PanelProps>): string[] {
  const given = props(changes);
  const { lastFrame, unmount } = render(<Panel rows={panelRows(given)} colour={given.colour} />);
  const rows = (lastFrame() ?? '').split('\n');
  unmount();
  return rows;
}

const rule = (text: string, width: number) => `${text} ${'─'.repeat(width - stringWidth(text) - 1)}`;
const anyEscape = /\x1b/;

/** The values of a row of cards by the titles of the columns. */
function valuesOf(rows: readonly string[], place: number, ...titles: readonly string[]) {
  const header = rows.find((row) => row.startsWith('card ')) ?? '';
  return titles.map((title) => below(title, header, rows[rows.indexOf(header) + place] ?? ''));
}

const all = ['card', 'GH/s', 'MHz', '°C', 'V', 'err%', 'good/bad', 'age'];
const allValues = ['card1', '17.52', '730', '45.3', '0.850', '0.12', '118/2', '4s'];

describe('one card', () => {
  const shared = snapshot({ cards: [card(withShares(37, 2))] });

  test('at 80 columns', () => {
    const rows = frame({});
    expect(rows[0]).toMatch(/^── fpga-tee · 0xbtc · up 3h07 ─+$/);
    expect(valuesOf(rows, 1, ...all)).toEqual(allValues);
    expect(rows).toHaveLength(4);
    expect(rows[3]).toBe('log hashrates.log 1.2 MB · metrics http://rig:9090 scraped 4s ago');
  });

  test('has its average and its trend where there is room', () => {
    const rows = frame({});
    expect(valuesOf(rows, 1, '10m')).toEqual(['17.31']);
    expect(rows[1]).toContain(' 10 min ');
    expect(rows[2]).toContain(' ▁▂▃▄▅▆▇█ ');
  });

  test('has the average of an hour, a longer trend with its time and its device at 120 columns', () => {
    const rows = frame({ columns: 120, rows: 40, snapshot: snapshot({ cards: [card({ device: 'FB1' })] }) });
    expect(valuesOf(rows, 1, ...all)).toEqual(allValues);
    expect(valuesOf(rows, 1, '1 h', 'device')).toEqual(['17.40', 'FB1']);
    expect(rows[1]).toContain('over 10 min');
    expect(rows[0]).toHaveLength(118);
  });

  test('at 60 columns', () => {
    const rows = frame({ columns: 60, snapshot: shared });
    expect(rows[0]).toBe(rule('── fpga-tee · 0xbtc · up 3h07', 60));
    expect(valuesOf(rows, 1, 'card', 'GH/s', '°C', 'err%', 'acc/rej', 'age')).toEqual([
      ...['card1', '17.52', '45.3', '0.12', '35/2', '4s'],
    ]);
    expect(rows[3]).toBe('log hashrates.log 1.2 MB · metrics http://rig:9090');
  });

  test('at 40 columns', () => {
    const rows = frame({ columns: 40, snapshot: shared });
    expect(valuesOf(rows, 1, 'card', 'GH/s', '°C', 'age')).toEqual(['card1', '17.52', '45.3', '4s']);
    expect(valuesOf(rows, 1, 'avg', 'trend', 'V')).toEqual([null, null, null]);
    expect(rows[3]).toBe('log hashrates.log 1.2 MB');
  });

  test('the shares that a miner counts for its only card are the card’s', () => {
    const rows = frame({
      snapshot: snapshot({ miners: [miner({ shares: { total: 37, rejected: 2 } })] }),
    });
    expect(valuesOf(rows, 1, 'acc/rej')).toEqual(['35/2']);
  });
});

describe('twelve cards', () => {
  const twelve = snapshot(
    { cards: cards(12, withShares(37, 1)) },
    { warnings: ['port 9090 is taken; choose another with --port'] },
  );

  test('leave five rows of an 80x24 terminal, the cursor’s not counted, with everything shown', () => {
    const rows = frame({ snapshot: twelve, tail: 'the newest line' });
    expect(rows).toHaveLength(24 - 5 - 1);
    expect(rows[0]).toBe('the newest line');
    expect(rows[1]).toMatch(/^── fpga-tee/);
    expect(rows[2]).toMatch(/^card +GH/);
    expect(rows.slice(3, 15).map((row) => row.split(' ')[0])).toEqual(cards(12).map(({ name }) => name));
    expect(rows[15]).toMatch(/^12 cards /);
    const sums = valuesOf(rows, 13, 'GH/s', 'MHz', '°C', 'err%', 'good/bad', 'acc/rej');
    expect(sums).toEqual(['210.2', '730', '45.3', '0.12', '1416/24', '432/12']);
    expect(rows.slice(16)).toEqual([
      'log hashrates.log 1.2 MB · metrics http://rig:9090 scraped 4s ago',
      '! port 9090 is taken; choose another with --port',
    ]);
  });

  test('all values stand below each other', () => {
    const rows = frame({ snapshot: twelve, rows: 40 }).slice(1, 14);
    const ends = rows.map((row) => row.length);
    expect(new Set(ends).size).toBe(1);
  });

  test('values stand below each other with marks between them, too', () => {
    const hot = card({ gauges: { ...card().gauges, temperature: 81, errorRatio: 0.05 } });
    for (const columns of [80, 60, 45]) {
      const rows = frame({ columns, snapshot: snapshot({ cards: [card(), hot] }) });
      expect(valuesOf(rows, 1, 'card', '°C', 'err%', 'age')).toEqual(['card1', '45.3', '0.12', '4s']);
      expect(valuesOf(rows, 2, 'card', '°C', 'err%', 'age')).toEqual(['card1', '81.0!', '5.00!', '4s']);
    }
  });

  test.each([120, 80, 60, 40, 20, 10])('are never wider than %s columns', (columns) => {
    for (const width of frame({ snapshot: twelve, tail: '温'.repeat(100), columns }).map((row) =>
      stringWidth(row),
    )) {
      expect(width).toBeLessThanOrEqual(columns);
    }
  });

  test.each([40, 24, 16, 12, 10, 8, 6, 4, 3])('leave room in a terminal of %s rows', (rows) => {
    const shown = frame({ snapshot: twelve, tail: 'x', rows });
    expect(shown.length).toBeLessThanOrEqual(Math.max(1, rows - 2));
    expect(shown.join('\n')).toMatch(/card1 |… \d+ more/);
  });

  test('those that do not fit are summed up', () => {
    const rows = frame({ snapshot: twelve, rows: 18 });
    const place = rows.findIndex((row) => row.startsWith('…'));
    expect(rows[place]).toBe('… 5 more · 87.60 GH/s');
    expect(rows[place - 1]).toMatch(/^card7 /);
    expect(rows.some((row) => row.startsWith('12 cards'))).toBe(true);
  });

  test('those in trouble have a row; when even they do not fit they are counted by what it is', () => {
    const hot = { gauges: { ...card().gauges, temperature: 95 } };
    const failing = { gauges: { ...card().gauges, errorRatio: 0.3 } };
    const some = cards(40).map((one, place) => ({
      ...one,
      ...(place === 20 ? { up: false } : place === 30 ? hot : place === 39 ? failing : {}),
    }));
    const rows = frame({ snapshot: snapshot({ cards: some }) });
    for (const name of ['card1 ', 'card21 ', 'card31 ', 'card40 '])
      expect(
        rows.some((row) => row.startsWith(name)),
        name,
      ).toBe(true);
    expect(rows.find((row) => row.startsWith('…'))).toMatch(/^… \d+ more · \d+\.\d GH\/s$/);
    const low = frame({ snapshot: snapshot({ cards: some }), rows: 9 });
    expect(low.find((row) => row.startsWith('…'))).toMatch(/^… 38 more · \d+\.\d GH\/s · 1 failing!$/);
  });

  test('the worst temperature and the worst errors stand in the total', () => {
    const hot = card({ gauges: { ...card().gauges, temperature: 95, errorRatio: 0.3 } });
    const rows = frame({ snapshot: snapshot({ cards: [card(), hot] }) });
    expect(valuesOf(rows, 3, 'GH/s', '°C', 'err%')).toEqual(['35.04', '95.0!', '30.0!']);
  });

  test('where no share was ever told none is said to be accepted', () => {
    const rows = frame({ snapshot: snapshot({ cards: cards(2, withShares(0, 0)) }) });
    expect(valuesOf(rows, 1, 'acc/rej')).toEqual(['–']);
    expect(valuesOf(rows, 3, 'acc/rej')).toEqual(['–']);
  });

  test('the shares of a miner with many cards stand in the row of the rig', () => {
    const rows = frame({
      snapshot: snapshot({ cards: cards(3), miners: [miner({ shares: { total: 444, rejected: 12 } })] }),
    });
    expect(valuesOf(rows, 1, 'acc/rej')).toEqual(['–']);
    expect(valuesOf(rows, 4, 'acc/rej')).toEqual(['432/12']);
  });

  test('cards of different bitstreams have a unit each, and no sum', () => {
    const rows = frame({
      snapshot: snapshot({
        cards: [
          card(),
          card({
            name: 'card2',
            bitstream: 'nimiq',
            gauges: { ...card().gauges, hashrate: 1_487_000 },
          }),
        ],
      }),
    });
    expect(rows[1]).toContain('hashrate');
    expect(rows[2]).toContain('17.52 GH/s');
    expect(rows[3]).toContain('1.487 MH/s');
    expect(rows[4]).toMatch(/^1 0xbtc +17\.52 GH\/s/);
    expect(rows[5]).toMatch(/^1 nimiq +1\.487 MH\/s/);
  });
});

describe('a silent card', () => {
  const silent = card({ name: 'card2', up: false, age: 754 });
  const mixed = snapshot({ cards: [card(), silent] });

  test('says so and for how long, with its last temperature and its counters', () => {
    const rows = frame({ snapshot: mixed });
    expect(rows[3]).toMatch(/^card2 +silent 12m +45\.3 +– +– +118\/2 +12m!$/);
    expect(rows[4]).toMatch(/^1\/2 up /);
    expect(valuesOf(rows, 3, 'GH/s')).toEqual(['17.52']);
  });

  test('is dimmed, its age red', () => {
    const row = frame({ snapshot: mixed, colour: true })[3] ?? '';
    expect(row).toMatch(/^\x1b\[2mcard2/);
    expect(row).toMatch(/\x1b\[31m *12m/);
  });

  test.each([
    [59.9, 120, false],
    [60, 120, true],
    [119, 120, true],
    [29.9, 60, false],
    [30, 60, true],
  ])('has a yellow age from half of the time on: %s s of %s', (age, staleAfter, yellow) => {
    const [, , row = ''] = frame({
      snapshot: snapshot({ cards: [card({ age })] }),
      staleAfter,
      colour: true,
    });
    expect(/\x1b\[33m *\d+[sm]/.test(row)).toBe(yellow);
  });
});

describe('colours mean something', () => {
  const coloured = (changes: Parameters<typeof card>[0]) =>
    frame({ colour: true, snapshot: snapshot({ cards: [card(changes)] }) })[2] ?? '';
  const gauges = card().gauges;

  test.each([
    ['cool', { gauges: { ...gauges, temperature: 64 } }, /\x1b\[32m64\.0/],
    ['warm', { gauges: { ...gauges, temperature: 65 } }, /\x1b\[33m65\.0/],
    ['hot', { gauges: { ...gauges, temperature: 80 } }, /\x1b\[31m80\.0!/],
    ['few errors', { gauges: { ...gauges, errorRatio: 0.001 } }, /\x1b\[32m0\.10/],
    ['errors', { gauges: { ...gauges, errorRatio: 0.02 } }, /\x1b\[33m2\.00/],
    ['many errors', { gauges: { ...gauges, errorRatio: 0.03 } }, /\x1b\[31m3\.00!/],
    ['rejected shares', { ...withShares(37, 2), rejectRatio: 0.03 }, /\x1b\[33m *35\/2/],
    ['an unknown value is dim', { gauges: { ...gauges, clock: null } }, /\x1b\[2m *–/],
  ])('%s', (_, changes, expected) => {
    expect(coloured(changes)).toMatch(expected);
  });

  test('no rejected share, no colour', () => {
    expect(coloured(withShares(37, 0))).not.toMatch(/\x1b\[33m/);
  });

  test('without colour there is no escape, and what matters is marked', () => {
    const rows = frame({
      tail: '\x1b[31mbooooo\x1b[0m',
      snapshot: snapshot(
        {
          cards: [card({ gauges: { ...gauges, temperature: 83.4, errorRatio: 0.072 } }), card({ up: false })],
        },
        { warnings: ['careful'] },
      ),
    });
    expect(rows.join('\n')).not.toMatch(anyEscape);
    expect(rows[0]).toBe('booooo');
    expect(rows[3]).toMatch(/83\.4! .*7\.20! /);
    expect(rows[4]).toMatch(/4s!$/);
    expect(rows.at(-1)).toBe('! careful');
  });
});

describe('before the first statistics', () => {
  const waiting = (rig: object, tee: object = {}, changes: Partial<PanelProps> = {}) =>
    frame({
      snapshot: snapshot({ cards: [], miners: [miner({ bitstream: null })], ...rig }, tee),
      ...changes,
    });

  test('it says what it waits for', () => {
    expect(waiting({}, {}, { bitstream: 'rb4' })).toEqual([
      rule('── fpga-tee · up 3h07', 78),
      'waiting for the first statistics of rb4 · 15 lines read',
      'log hashrates.log 1.2 MB · metrics http://rig:9090 scraped 4s ago',
    ]);
    expect(waiting({})[1]).toBe('waiting for the first statistics of any known bitstream · 15 lines read');
  });

  test('it says that nothing came', () => {
    expect(waiting({}, { bytes: 0 })[1]).toMatch(/ · no output yet$/);
  });

  test('at 40 columns', () => {
    expect(waiting({}, {}, { columns: 40, bitstream: 'nimiq' })[1]).toBe(
      'waiting for the first statistics of nim…',
    );
  });

  test('in a terminal of 4 rows', () => {
    expect(waiting({}, {}, { rows: 4, tail: 'x' })).toHaveLength(2);
  });
});

describe('the newest line', () => {
  test('has its colours, cut to the terminal, not to the panel', () => {
    const [row = ''] = frame({ columns: 100, colour: true, tail: `\x1b[01;37m${'x'.repeat(120)}` });
    expect(stringWidth(row)).toBe(99);
    expect(row).toMatch(/\x1b\[.*mx+…\x1b\[/);
  });
  test('has a row while there is none', () => {
    expect(frame({ tail: '' })[0]).toBe('');
    expect(frame({ tail: '' })).toHaveLength(frame({ tail: null }).length + 1);
  });
  test('is looked at only as far as it can be seen', () => {
    const start = performance.now();
    expect(stringWidth(frame({ tail: '℃'.repeat(200_000) })[0] ?? '')).toBe(79);
    // All of it would take minutes.
    expect(performance.now() - start).toBeLessThan(5000);
  });
  test('cannot move the cursor', () => {
    expect(frame({ tail: 'a\x1b[2J\x1b]0;t\x07b' })[0]).toBe('ab');
  });
});

describe('the state of the tool', () => {
  const status = (tee: Parameters<typeof snapshot>[1], columns = 80) =>
    frame({ columns, snapshot: snapshot({}, tee) })[3];
  const log = { path: 'hashrates.log', size: 5000, written: 5000, queued: 0, dropped: 0, errors: 0 };

  test.each([
    ['no log', { log: null }, /^no log · metrics/],
    ['no metrics', { metrics: null }, / · no metrics$/],
    [
      'never scraped',
      { metrics: { address: 'http://rig:9090', fromNetwork: null, listening: true, scrapedAgo: null } },
      /http:\/\/rig:9090 not scraped yet$/,
    ],
    [
      'no port',
      { metrics: { address: 'http://rig:9090', fromNetwork: null, listening: false, scrapedAgo: null } },
      /http:\/\/rig:9090 not listening!$/,
    ],
    ['a full disk', { log: { ...log, errors: 3, queued: 2_000_000 } }, /5\.0 kB 2\.0 MB waiting! /],
    ['a loss', { log: { ...log, dropped: 1200 } }, /5\.0 kB 1\.2 kB lost! /],
    [
      'a long path shows its end',
      { log: { ...log, path: '/home/miner/rigs/garage/logs/2024/hashrates.log' } },
      /^log …\S+\/hashrates\.log 5\.0 kB · metrics http:\/\/rig:9090 scraped 4s ago$/,
    ],
    ['no escape from a path', { log: { ...log, path: 'a\x1b[2Jb' } }, /^log ab /],
  ])('%s', (_, tee, expected) => {
    expect(status(tee)).toMatch(expected);
    expect(stringWidth(status(tee) ?? '')).toBeLessThanOrEqual(78);
  });

  test('restarts are in the title', () => {
    const title = (changes: Parameters<typeof miner>[0]) =>
      frame({ snapshot: snapshot({ miners: [miner(changes)] }) })[0];
    expect(title({ restarts: 2 })).toMatch(/up 3h07 · 2 restarts ─/);
    expect(title({ restarts: 1 })).toMatch(/ · 1 restart ─/);
  });

  test('the newest warning is shown in two rows if it needs them, with the number of others', () => {
    const warnings = [
      'first',
      'second',
      'port 9090 is taken (Prometheus itself uses it); choose another with --port',
    ];
    expect(frame({ snapshot: snapshot({}, { warnings }) }).slice(4)).toEqual([
      '! port 9090 is taken (Prometheus itself uses it); choose another with --port',
      '  (and 2 more)',
    ]);
    expect(frame({ columns: 40, snapshot: snapshot({}, { warnings }) }).slice(4)).toEqual([
      '! port 9090 is taken (Prometheus itself',
      '  uses it); choose another… (and 2 more)',
    ]);
  });

  test('a warning is yellow, red when the log is in danger', () => {
    const warned = (tee: object) =>
      frame({ colour: true, snapshot: snapshot({}, { warnings: ['careful'], ...tee }) }).at(-1);
    expect(warned({})).toMatch(/^\x1b\[33m! careful/);
    expect(warned({ log: { ...log, dropped: 1 } })).toMatch(/^\x1b\[31m! careful/);
  });
});

test('a name of wide characters keeps the columns in place', () => {
  const rows = frame({
    snapshot: snapshot({
      cards: [card({ name: '温度計温度計温度計温度計' }), card({ name: 'a\x1b[2Jb\u202e' })],
    }),
  });
  const widths = rows.slice(1, 4).map((row) => stringWidth(row));
  expect(new Set(widths).size).toBe(1);
  expect(rows[3]).toMatch(/^ab {2}/);
});
