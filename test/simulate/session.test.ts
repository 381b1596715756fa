import { describe, expect, test } from 'vitest';
import { emptyGauges } from '../../src/readings/gauges.ts';
import { simulatedBitstreams } from '../../src/simulate/formats/names.ts';
import { createSession, type Session, type SessionOptions } from '../../src/simulate/session.ts';
import { readBack } from './read-back.ts';
import { sessionOptions } from './session-options.ts';

function textOf(changes: Partial<SessionOptions>, seconds: number, step = seconds): string {
  return passed(createSession(sessionOptions(changes)), seconds, step);
}

/** Lets time pass in equal steps. */
function passed(session: Session, seconds: number, step = seconds): string {
  let text = session.step(0);
  for (let index = 0; index < Math.round(seconds / step); index += 1) text += session.step(step);
  return text;
}

describe.each(simulatedBitstreams)('a session of %s', (bitstream) => {
  test.each([1, 3])('with %d cards is told in the truth as an independent reader reads it', (cards) => {
    const session = createSession(
      sessionOptions({ bitstream, cards, rate: 2, restartEvery: 300, colour: true }),
    );
    const text = passed(session, 1500);
    const truth = session.truth();
    const read = readBack(text);

    expect(truth.restarts).toBe(4);
    expect(read.starts).toBe(5);
    expect(truth.lines).toBe(text.split('\n').length - 1);
    expect(truth.statsLines).toBe(read.statsLines);
    expect(truth.shares).toEqual(read.shares);
    expect(truth.failures).toEqual(read.failures);
    expect(truth.cards).toHaveLength(cards);
    for (const { dna, index, gauges, solutions, shares, totals } of truth.cards) {
      const card = read.cards.get(dna) ?? read.cards.get(String(index));
      expect({ ...gauges, solutions, totals }).toEqual({
        ...emptyGauges,
        hashrate: expect.closeTo(card?.hashrate ?? Number.NaN, 3),
        clock: card?.clock,
        temperature: card?.temperature,
        coreVoltage: card?.coreVoltage,
        errorRatio: expect.closeTo(card?.errorRatio ?? Number.NaN, 9),
        solutions: { total: card?.total, bad: (card?.total ?? 0) - (card?.good ?? 0) },
        totals: {
          solutions: { total: card?.solutions, bad: card?.solutionsBad },
          shares: bitstream === 'rb4' ? { total: card?.shares, rejected: card?.sharesRejected } : null,
        },
      });
      expect(shares === null).toBe(bitstream !== 'rb4');
      expect(totals.solutions.total).toBeGreaterThan(solutions.total);
      expect(totals.solutions.bad).toBeGreaterThan(0);
    }
  });

  test('is the same every time, and another with another seed', () => {
    expect(textOf({ bitstream, seed: 7 }, 300)).toBe(textOf({ bitstream, seed: 7 }, 300));
    expect(textOf({ bitstream, seed: 8 }, 300)).not.toBe(textOf({ bitstream, seed: 7 }, 300));
  });

  test('is the same however the time is cut up', () => {
    const changes = { bitstream, cards: 2, restartEvery: 200, stallAfter: 550 };
    const whole = textOf(changes, 600);
    expect(textOf(changes, 600, 1)).toBe(whole);
    expect(textOf(changes, 600, 0.1)).toBe(whole);
  });

  test('comes sooner, but not otherwise, when speeded up', () => {
    expect(textOf({ bitstream, speedUp: 60 }, 10)).toBe(textOf({ bitstream }, 600));
  });

  test('counts from 0 after a restart', () => {
    const text = textOf({ bitstream, restartEvery: 120 }, 250);
    const counts = [
      ...text.matchAll(/Soln: (\d+)\/|^\| 0 .* \| (\d+) +\| \d+ +\| [\d.]+ +\| \w{24} $/gm),
    ].map(([, line, row]) => Number(line ?? row));
    const falls = counts.flatMap((count, index) => (count < (counts[index - 1] ?? 0) ? [index] : []));
    expect(falls).toHaveLength(1);
    expect(counts[falls[0] ?? 0]).toBeLessThan(5);
    expect(counts[(falls[0] ?? 0) - 1]).toBeGreaterThan(80);
    expect(counts.at(-1)).toBeGreaterThan(80);
  });

  test('ramps the clock down to 10 MHz after an interrupt, prints to the end, and then is done', () => {
    const session = createSession(sessionOptions({ bitstream, rate: 10 }));
    passed(session, 60);
    session.interrupt();
    expect(session.done).toBe(false);
    const half = session.step(2.5);
    expect(readBack(half).statsLines).toBeGreaterThan(5);
    expect(session.done).toBe(false);
    const middle = session.truth().cards[0]?.gauges.clock ?? 0;
    expect(middle).toBeGreaterThan(100e6);
    expect(middle).toBeLessThan(450e6);
    const end = session.step(2.6);
    expect(session.done).toBe(true);
    expect(end.trimEnd()).toMatch(/FINAL CONFIRMED CLOCK FREQUENCY: 10 MHz$/);
    expect(session.step(1000)).toBe('');
  });

  test('says nothing after it stalled, yet lives until interrupted', () => {
    const session = createSession(sessionOptions({ bitstream, stallAfter: 100 }));
    const text = passed(session, 100);
    const truth = session.truth();
    expect(readBack(text).statsLines).toBeGreaterThan(50);
    expect(session.stalled).toBe(true);
    session.key('+');
    expect(session.step(10_000)).toBe('');
    expect(session.done).toBe(false);
    session.interrupt();
    expect(session.step(6)).toBe('');
    expect(session.done).toBe(true);
    expect(session.truth()).toEqual(truth);
  });
});

describe('the newlines', () => {
  test.each(['nimiq', 'whitefire'] as const)(
    'of %s come first, so that the newest line is not ended',
    (bitstream) => {
      const session = createSession(sessionOptions({ bitstream }));
      for (let second = 0; second < 300; second += 1) expect(session.step(1)).toMatch(/^(?:\n.*[^\n])?$/s);
    },
  );

  test.each(['0xbtc', 'rb4', 'whitefire-table'] as const)('of %s come last', (bitstream) => {
    const session = createSession(sessionOptions({ bitstream }));
    for (let second = 0; second < 300; second += 1) expect(session.step(1)).toMatch(/^(?:.*\n)?$/s);
  });
});

describe('in a long session', () => {
  const session = createSession(sessionOptions({ rate: 5, seed: 3 }));
  const text = passed(session, 4 * 3600);

  test.each([
    /\n-----HARDWARE ERROR: Increase voltage or decrease clock speed \[Instance = \d{16} {2}Nonce = 0{8}[0-9A-F]{8}\]\n/,
    /\n!!!! Error: Maximum temperature \(80\.000000\) exceeded\. Current temperature: 8\d\.\d{6} !!!!\n/,
    /\nStale work\.\n/,
    /\nNIMIQ New block!\n/,
    /\nNano connection (?:interrupted|reset)\n\.\.\.retry after 30 seconds\n/,
    /\n\[2021-03-15 0\d:\d\d:\d\d\] Connecting to wss:\/\/pool\.example:2053\n/,
    /\nSwitching to dev fee mining \(for WhiteFire990\) for {2}2\.4 minutes\.\.\.\nConnecting to dev fee pool\n/,
    /\nSwitching to user mining for 117\.6 minutes\.\.\.\n/,
    /\nWatchdog timer: \d+ accepted shares in the last 4 minutes\.\n/,
    /\nLast confirmed clock speed = (?:390|410) MHz\n/,
    /accepted: \d+\/\d+ \(\d\d\.\d\d%\), \(booooo\)\n\[2021-03-15 0\d:\d\d:\d\d\] reject reason: invalid share\n/,
  ])('happens %s', (expected) => {
    expect(text).toMatch(expected);
  });

  test('the truth counts the lines of each event', () => {
    const count = (pattern: RegExp) => text.match(pattern)?.length;
    expect(session.truth().events).toEqual({
      hardware_error: count(/\n-----HARDWARE ERROR/g),
      over_temperature: count(/\n!!!! Error: Maximum/g),
      stale_work: count(/\nStale work/g),
      connection_lost: count(/\nNano connection/g),
      new_block: count(/New block!/g),
      dev_fee: count(/Switching to dev fee/g),
      user_mining: count(/Switching to user/g),
      clock_change: count(/Setting clock to/g),
    });
  });

  test('no share is submitted while the connection is lost', () => {
    const gaps = [...text.matchAll(/\nNano connection .*?Connecting to wss/gs)].map(([gap]) => gap);
    expect(gaps.length).toBeGreaterThan(5);
    for (const gap of gaps) expect(gap).not.toContain('accepted: ');
  });

  test('the last statistics of a miner that the watchdog ends are followed by its farewell and a new banner', () => {
    const restarted = textOf({ restartEvery: 100 }, 120);
    expect(restarted).toContain(
      '\nWatchdog timer error: No shares submitted for 4 minutes.  Exiting.\nNIM Miner v9 for Windows, ',
    );
    expect(textOf({ restartEvery: 100 }, 109.9)).toMatch(/Exiting\.$/);
  });
});

describe('statistics at intervals', () => {
  test('come at the given rate for each card, the first at once', () => {
    expect(readBack(textOf({ bitstream: '0xbtc', cards: 4, rate: 5 }, 9.99)).statsLines).toBe(4 * 50);
    expect(readBack(textOf({ bitstream: 'whitefire-table', cards: 4, rate: 5 }, 9.99)).statsLines).toBe(
      4 * 50,
    );
  });

  test('are one a solution at that rate on average where the miner counts solutions', () => {
    const { statsLines } = readBack(textOf({ rate: 20 }, 500));
    expect(Math.abs(statsLines / 10_000 - 1)).toBeLessThan(0.05);
  });

  test('start at the time given', () => {
    const started = textOf({ bitstream: '0xbtc', cards: 2, startAt: 1_700_000_000 }, 0);
    expect(started).toContain('[22:13:20] FPGA0: ');
  });
});

describe('the keys', () => {
  function afterKeys(bitstream: SessionOptions['bitstream'], keys: readonly ('+' | '-')[]): string {
    const session = createSession(sessionOptions({ bitstream, rate: 100 }));
    session.step(0);
    for (const key of keys) session.key(key);
    return session.step(0.5);
  }

  test('+ and - change the clock by 10 MHz and say so', () => {
    expect(afterKeys('nimiq', ['+'])).toMatch(
      /^\nReceived \+ character: Current clock code = 62\nRequesting clock speed 410MHz \(Code 63\)\.\.\.\n\[[0-9A-F]{24}\] Setting clock to 410MHz = 410 MHz\nLast confirmed clock speed = 410 MHz\n/,
    );
    expect(afterKeys('nimiq', ['+'])).toContain('[400 MHz 410 MHz ');
    expect(afterKeys('nimiq', ['-', '-'])).toContain('[400 MHz 380 MHz ');
    expect(afterKeys('0xbtc', ['-'])).toMatch(
      /^Received - character: Current clock code = 95\nRequesting clock speed 720MHz \(Code 94\)\.\.\.\n.* \[720MHz\] /,
    );
  });

  test('a higher clock hashes more', () => {
    const session = createSession(sessionOptions({ bitstream: '0xbtc' }));
    session.step(10);
    for (let presses = 0; presses < 15; presses += 1) session.key('+');
    session.step(10);
    expect(session.truth().cards[0]?.gauges.hashrate).toBeGreaterThan(19.5e9);
  });

  test('do nothing during the ramp-down', () => {
    const session = createSession(sessionOptions());
    session.step(10);
    session.key('esc');
    session.key('+');
    expect(session.step(0)).toBe('');
  });

  test('ESC is an interrupt, and a second one changes nothing about the ramp-down', () => {
    const rampDown = (again: (session: Session) => void): string => {
      const session = createSession(sessionOptions());
      session.step(10);
      session.key('esc');
      expect(session.ramping).toBe(true);
      const text = session.step(3.9);
      again(session);
      const rest = session.step(1);
      expect(session.done).toBe(false);
      const end = session.step(0.2);
      expect(session.done).toBe(true);
      return text + rest + end;
    };
    const once = rampDown(() => {});
    expect(rampDown((session) => session.key('esc'))).toBe(once);
    expect(rampDown((session) => session.interrupt())).toBe(once);
  });

  test('the ramp-down takes as long when speeded up', () => {
    const session = createSession(sessionOptions({ speedUp: 1000 }));
    session.step(1);
    session.interrupt();
    session.step(4.9);
    expect(session.done).toBe(false);
    session.step(0.2);
    expect(session.done).toBe(true);
  });

  test('an interrupt in the pause between two starts ends the session at once', () => {
    const session = createSession(sessionOptions({ restartEvery: 10 }));
    session.step(15);
    session.interrupt();
    expect(session.done).toBe(true);
    expect(session.step(100)).toBe('');
  });
});
