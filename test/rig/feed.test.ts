import { describe, expect, test } from 'vitest';
import { bitstreams } from '../../src/bitstreams/index.ts';
import { createReader } from '../../src/bitstreams/reader.ts';
import { createLineStamper } from '../../src/lines/line-stamps.ts';
import { createFeed } from '../../src/rig/feed.ts';
import { NameGiver, noNames } from '../../src/rig/names.ts';
import { Store } from '../../src/rig/store.ts';
import { FakeTime } from '../support/fake-time.ts';
import { fxBanner, fxLine, nimiqLine, Rig, sharesLine, tableHeader, tableRow } from '../support/rig.ts';
import { sampleBytes, sampleNames } from '../support/samples.ts';
import { cutAtRandom, seeded } from '../support/seeded.ts';

/** A little more than the quiet after which an unterminated line is read. */
const quiet = 0.251;

/** All that a session comes to, but for the times at which it was read. */
function outcome(rig: Rig) {
  const { cards, miners, lines } = rig.snapshot();
  return {
    lines,
    miners: miners.map(({ silentFor: _, uptime: __, ...rest }) => rest),
    cards: cards.map(({ age: _, readAt: __, trend: ___, ...rest }) => rest),
  };
}

test('a chunk of very many lines is read like any other', () => {
  const rig = new Rig().bytes(Buffer.alloc(500_000, '\n'));
  expect(rig.lines).toHaveLength(500_000);
});

describe('however the output is cut into chunks, the session comes to the same', () => {
  const whole = (name: string) => {
    const rig = new Rig().bytes(sampleBytes(name)).end();
    return { outcome: outcome(rig), lines: rig.lines, read: rig.read, stats: rig.stats };
  };

  test.each(sampleNames)(
    '%s, with the time in front of each line as --log-timestamps puts it there',
    (name) => {
      const stamper = createLineStamper(() => FakeTime.epoch);
      const rig = new Rig().bytes(stamper.stamp(sampleBytes(name))).end();
      expect(outcome(rig)).toEqual(whole(name).outcome);
    },
  );

  test.each(sampleNames)('%s, cut at random', (name) => {
    const expected = whole(name);
    const random = seeded(1);
    for (const longest of [1, 2, 7, 80, 4096]) {
      const rig = new Rig();
      for (const piece of cutAtRandom(sampleBytes(name), longest, random)) rig.bytes(piece);
      rig.end();
      expect(outcome(rig)).toEqual(expected.outcome);
      expect(rig.lines).toEqual(expected.lines);
      expect(rig.read).toEqual(expected.read);
      expect(rig.stats).toEqual(expected.stats);
    }
  });

  test.each(sampleNames)('%s, quiet after each byte', (name) => {
    const rig = new Rig();
    for (const byte of sampleBytes(name)) {
      rig.bytes(Uint8Array.of(byte));
      rig.time.advance(quiet);
    }
    expect(outcome(rig.end())).toEqual(whole(name).outcome);
    expect(rig.lines).toEqual(whole(name).lines);
  });

  test.each(sampleNames)('%s, quiet now and then', (name) => {
    const random = seeded(3);
    const rig = new Rig();
    for (const piece of cutAtRandom(sampleBytes(name), 300, random)) {
      rig.bytes(piece);
      rig.time.advance(random(3) / 5);
    }
    expect(outcome(rig.end())).toEqual(whole(name).outcome);
  });

  test('a session in blocks of 4 KiB, as a pipe gets it, with minutes between them', () => {
    for (const name of sampleNames) {
      const rig = new Rig();
      const bytes = sampleBytes(name);
      for (let start = 0; start < bytes.length; start += 4096) {
        rig.bytes(bytes.subarray(start, start + 4096));
        rig.time.advance(60);
      }
      expect(outcome(rig.end()), name).toEqual(whole(name).outcome);
    }
  });
});

describe('colours, line ends and blanks do not matter', () => {
  const plain = nimiqLine('118/120');

  test.each([
    ['CR-LF', `${plain}\r\n`],
    ['CR-CR-LF, as Windows makes it of CR-LF', `${plain}\r\r\n`],
    ['an earlier text written over', `Mining...\r${plain}\n`],
    ['an earlier reading written over', `${nimiqLine('999/999')}\r${plain}\r\n`],
    ['blanks around it', `  \t${plain}  \n`],
    ['colours', `\x1b[01;37m${plain.replace('Hash', '\x1b[32mHash\x1b[0m')}\x1b[0m\n`],
    ['a title set', `\x1b]0;miner\x07${plain}\n`],
    ['NULs', `\0${plain.replace('Hash', 'Ha\0sh')}\0\n`],
    ['a byte order mark', `\ufeff${plain}\n`],
    ['UTF-16', Buffer.from(`\n${plain}\n`, 'utf16le')],
    [
      'UTF-16 with its mark and CR-LF, as PowerShell 5.1 writes it',
      Buffer.from(`\ufeff${plain}\r\n`, 'utf16le'),
    ],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${plain}\r\n`, 'utf16le').swap16()],
    ['no newline', plain],
    ['newlines before it', `\n\n\r\n${plain}\n`],
  ])('%s', (_, bytes) => {
    const rig = new Rig().bytes(bytes).end();
    expect(rig.stats).toEqual(['card1']);
    expect(rig.card.gauges.hashrate).toBe(1487123);
    expect(rig.card.totals).toMatchObject({ solutions: 120, solutionsBad: 2 });
  });

  test('what is shown has its colours', () => {
    expect(new Rig().print('\x1b[31mbooooo\x1b[0m').lines).toEqual(['\x1b[31mbooooo\x1b[0m']);
  });
});

describe('when reading a line fails', () => {
  const failing = () => {
    const time = new FakeTime();
    const store = new Store(time, 120);
    const problems: string[] = [];
    const shown: string[] = [];
    const read = (line: string) => {
      if (line.includes('bad')) throw new Error('broken');
      return { readings: [], bitstream: null, formats: [] };
    };
    const feed = createFeed({
      miner: store.addMiner('stdin', new NameGiver({ inOrder: [], byDna: new Map(), byIndex: new Map() })),
      reader: {
        ...{ read, readUnterminated: read, minerRestarted: () => {}, bitstream: null },
        findingIn: () => null,
        alike: (readings) => ({ readings, bitstream: null, formats: [] }),
      },
      clock: time,
      timers: time,
      onPiece: (piece) => shown.push(...piece.lines.map(({ text }) => text)),
      onProblem: (line) => problems.push(line),
    });
    return { time, feed, problems, shown };
  };

  test('the next lines are shown and read as ever', () => {
    const { feed, problems, shown } = failing();
    feed.bytes(Buffer.from('a\nbad\nc\ntail'));
    expect(shown).toEqual(['a', 'bad', 'c']);
    expect(feed.unterminated()).toBe('tail');
    expect(problems).toEqual(['reading a line failed (Error: broken); the log and the output go on']);
  });

  test('nothing is thrown out of the wait for quiet either', () => {
    const { time, feed, problems } = failing();
    feed.bytes(Buffer.from('bad'));
    expect(() => time.advance(quiet)).not.toThrow();
    expect(problems).toHaveLength(1);
  });
});

describe('whoever listens', () => {
  test('gets each line once, in order, when it has ended', () => {
    const rig = new Rig().bytes('a\nb\r\n\nc');
    expect(rig.lines).toEqual(['a', 'b', '']);
    rig.bytes('d\n').bytes('e').end();
    expect(rig.lines).toEqual(['a', 'b', '', 'cd', 'e']);
  });

  test('gets each line’s text with what it gave', () => {
    const rig = new Rig().print('chatter', nimiqLine('1/1'), 'Stale work.', ' \x1b[31mx\x1b[0m ', '');
    expect(rig.read.map(([text, reading]) => [text, reading?.type ?? null])).toEqual([
      ['chatter', null],
      [nimiqLine('1/1'), 'stats'],
      ['Stale work.', 'event'],
      ['x', null],
      ['', 'known'],
    ]);
  });

  test('gets the card of each stats reading', () => {
    const rig = new Rig().print(tableHeader, tableRow(1, 1), tableRow(0, 1), tableHeader, tableRow(1, 2));
    expect(rig.stats).toEqual(['card1', 'card2', 'card1']);
  });

  test('gets no line for an end right after a newline, and none for an empty output', () => {
    expect(new Rig().print('a').end().lines).toEqual(['a']);
    expect(new Rig().end().lines).toEqual([]);
  });
});

test('the bitstream may change after a restart that only falling numbers show', () => {
  const rig = new Rig().print(nimiqLine('9/9'), nimiqLine('1/1'), `${fxLine('2/2')} Shares: 1/1`);
  expect(rig.miner).toMatchObject({ bitstream: 'rb4', restarts: 1 });
});

test('a miner of a named bitstream is read by no other', () => {
  const rig = new Rig({ bitstream: 'rb4' }).print(
    fxBanner,
    nimiqLine('1/1'),
    sharesLine(1, 1),
    fxLine('1/1'),
  );
  expect(rig.cards).toEqual([]);
  expect(rig.snapshot().lines).toEqual({ stats: 0, share: 0, event: 0, other: 4 });
});

test('garbage of any kind makes no reading and no error', () => {
  const random = seeded(5);
  for (let round = 0; round < 30; round += 1) {
    const bytes = Buffer.from(Array.from({ length: 20_000 }, () => random(256)));
    const rig = new Rig();
    for (const piece of cutAtRandom(bytes, 500, random)) {
      rig.bytes(piece);
      rig.time.advance(random(2) / 2);
    }
    expect(rig.end().cards).toEqual([]);
  }
});

describe('of several files of one miner', () => {
  const followed = () => {
    const time = new FakeTime();
    const store = new Store(time, 120);
    const miner = store.addMiner('a.log', new NameGiver(noNames));
    const reader = createReader(bitstreams);
    const lines: string[] = [];
    const open = () =>
      createFeed({
        miner,
        reader,
        clock: time,
        timers: time,
        onPiece: (piece) => lines.push(...piece.lines.map(({ text }) => text)),
      });
    return { open, lines, store };
  };

  test('each has its own lines, and all the same cards', () => {
    const { open, lines, store } = followed();
    const [old, recent] = [open(), open()];
    const [start, rest] = [fxLine('118/120').slice(0, 20), fxLine('118/120').slice(20)];
    old.bytes(Buffer.from(start));
    recent.bytes(Buffer.from(`${fxLine('119/121')}\n`));
    old.bytes(Buffer.from(`${rest}\n`));
    expect(lines).toEqual([fxLine('119/121'), fxLine('118/120')]);
    expect(store.snapshot().cards).toHaveLength(1);
  });

  test('one that ends ends neither the miner nor the others', () => {
    const { open, store } = followed();
    const [old, recent] = [open(), open()];
    old.bytes(Buffer.from(`${fxLine('118/120')}\n`));
    old.end();
    recent.bytes(Buffer.from(`${fxLine('119/121')}\n`));
    expect(store.snapshot().miners[0]?.up).toBe(true);
    expect(store.snapshot().cards[0]?.totals.solutions).toBe(121);
  });

  test('the unterminated rest of an old one is left', () => {
    const { open, lines, store } = followed();
    const old = open();
    old.bytes(Buffer.from(`chatter\n${fxLine('118/120')}`));
    old.end('left');
    expect(lines).toEqual(['chatter']);
    expect(store.snapshot().cards).toEqual([]);
  });
});
