import { describe, expect, test } from 'vitest';
import { FakeTime } from '../support/fake-time.ts';
import { fxLine, nimiqBanner, nimiqLine, numberedLine, Rig } from '../support/rig.ts';

/** A little more than the quiet after which an unterminated line is read. */
const quiet = 0.251;

describe('the newest line, which no newline has ended', () => {
  test('is read once it has been quiet for 250 ms', () => {
    const rig = new Rig().bytes(`\n${nimiqLine('118/120')}`);
    rig.time.advance(0.249);
    expect(rig.cards).toEqual([]);
    rig.time.advance(0.002);
    expect(rig.card.totals.solutions).toBe(120);
  });

  test('is counted once it has ended', () => {
    const rig = new Rig().bytes(`\n${nimiqLine('118/120')}`);
    rig.time.advance(quiet);
    expect(rig.snapshot().lines.stats).toBe(0);
    expect(rig.bytes('\n').snapshot().lines.stats).toBe(1);
  });

  test('is not read while it still comes, byte for byte', () => {
    const rig = new Rig();
    for (const byte of Buffer.from(nimiqLine('118/120'))) {
      rig.bytes(Uint8Array.of(byte));
      rig.time.advance(0.2);
    }
    expect(rig.cards).toEqual([]);
    rig.time.advance(0.06);
    expect(rig.cards).toHaveLength(1);
  });

  test('is counted once when its newline comes', () => {
    const rig = new Rig().bytes(nimiqLine('118/120'));
    rig.time.advance(quiet);
    rig.bytes('\n');
    rig.time.advance(quiet);
    expect(rig.stats).toEqual(['card1']);
    expect(rig.read).toHaveLength(1);
    expect(rig.snapshot().lines).toEqual({ stats: 1, share: 0, event: 0, other: 0 });
    expect(rig.lines).toEqual([nimiqLine('118/120')]);
  });

  test('is counted once when the output ends', () => {
    const rig = new Rig().bytes(nimiqLine('118/120'));
    rig.time.advance(quiet);
    rig.end();
    expect(rig.stats).toEqual(['card1']);
    expect(rig.snapshot().lines.stats).toBe(1);
    expect(rig.lines).toEqual([nimiqLine('118/120')]);
  });

  test.each(['1', '11', '118', '118/', '118/1', '118/12'])(
    'cut off at the end of the output by a miner that ends its lines, %s is no restart and no count',
    (cut) => {
      const rig = new Rig().print(fxLine('118/120')).bytes(fxLine(cut)).end();
      expect(rig.miner.restarts).toBe(0);
      expect(rig.card.totals).toMatchObject({ solutions: 120, solutionsBad: 2 });
    },
  );

  test('whole at the end of the output, it counts', () => {
    const rig = new Rig().print(fxLine('118/120')).bytes(fxLine('119/122')).end();
    expect(rig.card.totals).toMatchObject({ solutions: 122, solutionsBad: 3 });
  });

  test('is read at the end without waiting', () => {
    const rig = new Rig().bytes(nimiqLine('118/120')).end();
    expect(rig.stats).toEqual(['card1']);
    expect(rig.time.timers).toBe(0);
  });

  test('the same line printed again is another one', () => {
    const rig = new Rig();
    for (let round = 0; round < 3; round += 1) {
      rig.bytes(`\n${nimiqLine('118/120')}`);
      rig.time.advance(quiet);
    }
    rig.end();
    expect(rig.snapshot().lines.stats).toBe(3);
    expect(rig.card.totals.solutions).toBe(120);
  });

  test('is revised when it grows: half a number is no number for long', () => {
    const rig = new Rig().print('| F# | Hashrate(GHs) | Goods | Bads').bytes('| 0 | 1.8 | 12 | 3');
    rig.time.advance(quiet);
    expect(rig.card.totals).toMatchObject({ solutions: 15, solutionsBad: 3 });
    rig.bytes('1\n');
    expect(rig.card.totals).toMatchObject({ solutions: 43, solutionsBad: 31 });
    expect(rig.miner.restarts).toBe(0);
    expect(rig.snapshot().lines.stats).toBe(1);
  });

  test('an event that grows is one event', () => {
    const rig = new Rig().print(nimiqLine('1/1')).bytes('Watchdog timer error: No shares');
    rig.time.advance(quiet);
    rig.bytes(' submitted');
    rig.time.advance(quiet);
    rig.bytes(' for 4 minutes.  Exiting.\n');
    expect(rig.card.events).toEqual({ watchdog_exit: 1 });
    expect(rig.snapshot().lines).toEqual({ stats: 1, share: 0, event: 1, other: 0 });
  });

  test('a failure that grows is one failure', () => {
    const rig = new Rig().print(nimiqLine('1/1')).bytes('reject reason: stale');
    rig.time.advance(quiet);
    rig.bytes(' share\n');
    expect(rig.card.totals.failures).toEqual({ stale: 1, difficulty: 0, other: 0 });
  });

  test('a banner that grows is one start', () => {
    const rig = new Rig().bytes(nimiqBanner.slice(0, -10));
    rig.time.advance(quiet);
    rig.bytes(`${nimiqBanner.slice(-10)}\n`);
    expect(rig.miner.restarts).toBe(0);
    rig.print(nimiqLine('5/5')).bytes(nimiqBanner.slice(0, -10));
    rig.time.advance(quiet);
    rig.bytes(`${nimiqBanner.slice(-10)}\n`);
    expect(rig.miner.restarts).toBe(1);
  });

  test.each([
    ['reject reason: sta', 'le share', { stale: 1, difficulty: 0, other: 0 }],
    ['reject reason: ', 'low difficulty', { stale: 0, difficulty: 1, other: 0 }],
    ['reject reason: stale', ' work, or a duplicate share', { stale: 1, difficulty: 0, other: 0 }],
  ])('a failure counts with the reason of the whole line: %s', (start, rest, failures) => {
    const rig = new Rig().print(nimiqLine('1/1')).bytes(start);
    rig.time.advance(60);
    rig.bytes(`${rest}\n`);
    expect(rig.card.totals.failures).toEqual(failures);
  });

  test('what looks like an event so far may be none', () => {
    const rig = new Rig().print(nimiqLine('1/1')).bytes('Stale work.');
    rig.time.advance(quiet);
    expect(rig.bytes(' Not so.\n').card.events).toEqual({});
  });

  test('an event written over by another one is none', () => {
    const rig = new Rig().print(nimiqLine('1/1')).bytes('Stale work.');
    rig.time.advance(quiet);
    rig.bytes('\rNIMIQ New block!\n');
    expect(rig.card.events).toEqual({ new_block: 1 });
  });

  test('statistics written over again and again, without a newline ever, are read', () => {
    const rig = new Rig();
    for (const count of ['1/1', '2/2', '3/3']) {
      rig.bytes(`${nimiqLine(count)}\r`);
      rig.time.advance(quiet);
      expect(rig.card.totals.solutions).toBe(Number(count[0]));
    }
    expect(rig.miner.restarts).toBe(0);
  });

  test('half a Nimiq line, which looks like one of its siblings, is neither a restart nor counted twice', () => {
    for (const bitstream of ['auto', 'nimiq']) {
      const rig = new Rig({ bitstream });
      for (let count = 100; count < 110; count += 1) {
        const line = nimiqLine(`${count}/${count}`);
        rig.bytes(line.slice(0, line.indexOf('  [q=')));
        rig.time.advance(quiet);
        rig.bytes(`${line.slice(line.indexOf('  [q='))}\n`);
      }
      expect(rig.card).toMatchObject({ bitstream: 'nimiq', totals: { solutions: 109 } });
      expect(rig.miner.restarts).toBe(0);
    }
  });

  test('that says nothing waits for its end', () => {
    const rig = new Rig().bytes('chat');
    rig.time.advance(quiet);
    expect(rig.read).toEqual([]);
    rig.bytes('ter\n');
    expect(rig.read).toEqual([['chatter', null]]);
  });

  test.each([
    ['0xbtc', fxLine('118/120')],
    ['0xbtc', numberedLine('118')],
    ['rb4', `${fxLine('118/120')} Shares: 37/38`],
  ])('is not read where lines end in a newline: %s, cut by its buffer anywhere', (bitstream, line) => {
    for (const named of ['auto', bitstream]) {
      for (let length = 1; length <= line.length; length += 1) {
        const rig = new Rig({ bitstream: named }).bytes(line.slice(0, length));
        rig.time.advance(3600);
        expect(rig.cards, line.slice(0, length)).toEqual([]);
        rig.bytes(`${line.slice(length)}\n`);
        expect(rig.card.bitstream).toBe(bitstream);
        expect(rig.card.totals.solutions).toBeGreaterThanOrEqual(118);
        expect(rig.snapshot().lines).toEqual({ stats: 1, share: 0, event: 0, other: 0 });
      }
    }
  });

  test('a second line of fx-tokenminer cut mid-number is no restart', () => {
    const line = numberedLine('118');
    const rig = new Rig().print(line).bytes(line.slice(0, -1));
    rig.time.advance(3600);
    expect(rig.card.totals.solutions).toBe(118);
    expect(rig.card.age).toBe(3600);
    rig.bytes('9\n');
    expect(rig.card.totals.solutions).toBe(119);
    expect(rig.miner.restarts).toBe(0);
  });

  test('is shown at once', () => {
    const rig = new Rig().print('a').bytes('b');
    expect(rig.unterminated()).toBe('b');
    rig.bytes('\n');
    expect(rig.unterminated()).toBe('');
  });
});

describe('a line that stops in its last number, as a block of the C library ends', () => {
  const whitefire = (solutions: string) => nimiqLine(solutions).replace('  [q=3]', '');

  test('makes no restart of the digits that are missing', () => {
    const rig = new Rig().print(whitefire('4/49')).bytes(whitefire('5/5'));
    rig.time.advance(quiet);
    rig.bytes('0\n');
    expect(rig.miner.restarts).toBe(0);
    expect(rig.card.totals).toMatchObject({ solutions: 50, solutionsBad: 45 });
  });

  test('but a restart that was there is seen when the line has ended', () => {
    const rig = new Rig().print(whitefire('40/49')).bytes(whitefire('5/5'));
    rig.time.advance(quiet);
    expect(rig.miner.restarts).toBe(0);
    rig.bytes('\n');
    expect(rig.miner.restarts).toBe(1);
    expect(rig.card.totals.solutions).toBe(54);
    expect(rig.snapshot().lines.stats).toBe(2);
  });
});

describe('waiting for quiet', () => {
  test('takes one timer, however many chunks come', () => {
    const rig = new Rig();
    for (let chunk = 0; chunk < 1000; chunk += 1) rig.bytes('.');
    expect(rig.time.timers).toBe(1);
  });

  test('takes none when nothing comes', () => {
    const rig = new Rig().bytes('.');
    rig.time.advance(10);
    expect(rig.time.timers).toBe(0);
  });

  test('begins anew with each chunk, far from the clock’s zero as well', () => {
    const rig = new Rig({ time: new FakeTime(86_400 * 1000.123) }).bytes(nimiqLine('1/1').slice(0, 50));
    rig.time.advance(0.2);
    rig.bytes(nimiqLine('1/1').slice(50));
    rig.time.advance(0.2);
    expect(rig.cards).toEqual([]);
    rig.time.advance(0.051);
    expect(rig.cards).toHaveLength(1);
  });
});
