import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/lines/safe-text.ts';
import { sampleBytes, sampleNames } from '../support/samples.ts';
import { readByAll, statsBy, statsFrom, type TrueLine, trueLineNames, trueLines } from './lines.ts';

const lines = trueLineNames.map((name) => [name, trueLines[name]] as const);
const nameOf = (line: TrueLine) => (line === '0xbtc with numbers' ? '0xbtc' : line);

/** The words of the first format that may be any: only their places are certain. */
const anyWord: Readonly<Record<TrueLine, readonly number[]>> = {
  '0xbtc': [0, 1, 4, 8, 9],
  '0xbtc with numbers': [0, 1, 4, 8, 9],
  rb4: [0, 1, 4, 8, 10],
  nimiq: [],
  whitefire: [],
};

test.each(lines)('a true line of %s is read by its own bitstream only', (name, line) => {
  expect(statsBy(line)).toEqual([nameOf(name)]);
});

describe.each(lines)('a line like one of %s', (name, line) => {
  const words = line.split(/\s+/);
  const places = words.map((_, place) => place);

  test('is none without one of its words', () => {
    for (const place of places) {
      const changed = words.toSpliced(place, 1).join(' ');
      // Without its queue's length a Nimiq line is one of its siblings'.
      const expected = name === 'nimiq' && place === words.length - 1 ? ['whitefire'] : [];
      expect(statsBy(changed), changed).toEqual(expected);
    }
  });

  test('is none with a word twice', () => {
    for (const place of places) {
      const changed = words.toSpliced(place, 0, words[place] ?? '').join(' ');
      expect(statsBy(changed), changed).toEqual([]);
    }
  });

  test('is none with a word more', () => {
    for (const place of [...places, words.length]) {
      for (const word of ['x', '1', '0.1%', '45.3C', '118/120', '-', '17.5GH/s', '[x]']) {
        const changed = words.toSpliced(place, 0, word).join(' ');
        expect(statsBy(changed), changed).toEqual([]);
      }
    }
  });

  test('is none with another word where a value stands', () => {
    for (const place of places.filter((place) => !anyWord[name].includes(place))) {
      for (const word of ['x', '%', 'C', 'V', '/', '[MHz]', '1.2.3', '--1', '1,5', '٣']) {
        const changed = words.with(place, word).join(' ');
        expect(statsBy(changed), changed).toEqual([]);
      }
    }
  });

  test('is none when two words of different kinds have changed places', () => {
    // What a word is once its numbers are taken out; the places that may hold any word are one kind.
    const kindAt = (place: number) =>
      anyWord[name].includes(place) ? 'any' : (words[place] ?? '').replace(/[\d.]+/g, '#');
    for (const a of places) {
      for (const b of places) {
        if (kindAt(a) === kindAt(b)) continue;
        const changed = words
          .with(a, words[b] ?? '')
          .with(b, words[a] ?? '')
          .join(' ');
        expect(statsBy(changed), changed).toEqual([]);
      }
    }
  });

  test('is none with text before or behind it', () => {
    for (const changed of [
      `x ${line}`,
      `[2021-03-15 20:20:20] ${line}`,
      `> ${line}`,
      `${line} x`,
      `${line} 0`,
      `${line} ${line}`,
      `"${line}" he said`,
      `pool: ${line} (see https://x.example)`,
    ])
      expect(statsBy(changed), changed).toEqual([]);
  });

  test('is none, or has no false value, when it breaks off anywhere', () => {
    const whole = statsFrom(nameOf(name), line);
    for (let length = 0; length < line.length; length += 1) {
      const cut = line.slice(0, length);
      for (const [by, reading] of readByAll(cut)) {
        if (reading.type !== 'stats') continue;
        expect(reading.card, `${by}: ${cut}`).toEqual(whole.card);
        expect(reading.gauges, `${by}: ${cut}`).toEqual(whole.gauges);
        // `118/120` that breaks off within its first number looks like a count of its own.
        const last = cut.slice(cut.lastIndexOf(' ') + 1);
        const counted = /^\d+$/.test(last) ? { total: Number(last), bad: null } : null;
        expect([whole.solutions, counted, null], `${by}: ${cut}`).toContainEqual(reading.solutions);
        expect([whole.shares, null], `${by}: ${cut}`).toContainEqual(reading.shares);
      }
    }
  });

  test('does not need to be blank for blank', () => {
    const spread = words.join(name === 'nimiq' || name === 'whitefire' ? ' ' : ' \t  ');
    expect(statsFrom(nameOf(name), `  ${spread} `)).toEqual(statsFrom(nameOf(name), line));
  });
});

describe('chatter is no reading', () => {
  const chatter = [
    ...new Set(
      sampleNames.flatMap((name) =>
        sampleBytes(name)
          .toString()
          .split('\n')
          .map((line) => plainText(line).trim())
          .filter((line) => !/^\[[0-9A-F]{24}\] Hash|^\[[\d:]+\] FPGA0|^\| \d/.test(line)),
      ),
    ),
  ];
  const wordsOf = (line: string) => line.split(/\s+/).length;

  test('the sample sessions hold lines of as many words as their statistics', () => {
    expect(chatter.some((line) => wordsOf(line) === 10)).toBe(true);
    expect(chatter.some((line) => wordsOf(line) === 12)).toBe(true);
  });

  test('none of the sample sessions', () => {
    for (const line of chatter) expect(statsBy(line), line).toEqual([]);
  });

  test.each([
    // 10 words
    'the pool sent us a new challenge number for this epoch',
    'Solution 12.5 submitted at 730MHz with 1% 45C 0.85V today: 12/13',
    'a 17.520GH/s b [730MHz] c 0.1% 45.3C 0.85V d 118/120',
    'a b 17.520GH/s 730MHz c 0.1% 45.3C 0.85V d 118/120',
    'a b 17.520GHz [730MHz] c 0.1% 45.3C 0.85V d 118/120',
    'a b GH/s [MHz] c % C V d /',
    'a b 17.520GH/s [730MHz] c 0.1% 45.3F 0.85V d 118/120',
    'a b 17.520GH/s [730MHz] c 0.1 45.3C 0.85V d 118/120',
    'a b 17.520 [730MHz] c 0.1% 45.3C 0.85V d 118/120',
    // 12 words
    '[2019-03-27 06:12:07.114] [pool] Submitting a share failed for the following reason: stale',
    'Solution 12.5 submitted to pool after 730MHz ramp err 3% ok done',
    'a b 2.310GH/s [600MHz] c 0.1% 45.3C 0.85V d 118/120 e f',
    'a b 2.310GH/s [600MHz] c 0.1% 45.3C 0.85V d e f 37/38',
    'a b 2.310GH/s [600MHz] c 0.1% 45.3C 0.85V d -1/120 e 37/38',
    // 15 words
    '[2021-03-15 20:20:20] accepted: 2239/2258 (99.16%), (yay!!!) and then some more words to make it fifteen now',
    '[xyz] Hash: 1487.123 KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: 2239/2241  [q=3]',
    '[40020000013AE3213511111C] hash: 1487.123 KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: 1/1  [q=3]',
    '[40020000013AE3213511111] Hash: 1487.123 KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: 1/1  [q=3]',
    '[40020000013AE3213511111C] Hash: 1487.123 KH/m [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: 1/1  [q=3]',
    '[40020000013AE3213511111C] Hash: 1487.123 KH/s [400 MHz 400 MHz 31.4C 0.72V] Err: 0.0%  Soln: 1/1  [q=a]',
    // tables
    '| 0 | VU35P | 450 | 0.60 | 55.10 | 1.8123 | 321 | 2 | 0.62 | 40020000013AE3213511111C',
    '|',
    '||||',
    '| | |',
    '------- Sum hashrate = 3.607700',
    '+-----+-----+',
    // others' hosts
    '[11:52:29] accepted: 12/13 (92.31%), 812.33 MH/s yes!',
    'Hash: 203.10 Mh/s  Freq: 200 Mhz  Submitted: 33  HW: 1',
    // nothing at all
    '',
    ' ',
    '\t',
    '\u0000',
    '[]',
    '[',
    '%',
    '0',
    'nan',
    '\ud83d\ude80',
    'GH/s',
    '1/1',
  ])('%j', (line) => {
    expect(statsBy(line)).toEqual([]);
  });

  test('however long', () => {
    for (const piece of ['a ', '1', ' ', '[', '| ', '1/1 ', 'a1.1GH/s ', trueLines.nimiq, '-', '%{', 'é'])
      expect(statsBy(piece.repeat(5000)), piece).toEqual([]);
  });

  test('a true line that is followed by very much is none either', () => {
    expect(statsBy(`${trueLines['0xbtc']}${'0'.repeat(5000)}`)).toEqual([]);
  });
});

describe('lines that a miner counts shares or tells of events by', () => {
  const saidBy = (name: string, line: string) => readByAll(line).get(name) ?? null;

  test.each([
    ['accepted: 10/11 (90.91%), (yay!!!)', { total: 11, rejected: 1 }],
    ['accepted: 0/0 (-nan%), (yay!!!)', { total: 0, rejected: 0 }],
    ['accepted: 0/0 (0.00%), booooo', { total: 0, rejected: 0 }],
    ['[2021-03-15 20:20:20] accepted: 10/11 (90.91%), booooo', { total: 11, rejected: 1 }],
    ['[2021-03-15 20:20:20]accepted: 10/11 (90.91%), yay!!!', { total: 11, rejected: 1 }],
  ])('%s', (line, shares) => {
    expect(saidBy('nimiq', line)).toEqual({ type: 'shares', shares });
    expect(saidBy('whitefire-table', line)).toEqual({ type: 'shares', shares });
  });

  test('more accepted than submitted says nothing, but belongs to the format', () => {
    expect(saidBy('nimiq', 'accepted: 12/11 (109.09%), (yay!!!)')).toEqual({ type: 'known' });
  });

  test.each([
    'accepted: 10/11',
    'accepted: 10/11 (90.91%), (y4y)',
    'not accepted: 10/11 (90.91%), (yay!!!)',
    'accepted: -1/11 (90.91%), (yay!!!)',
    'accepted: 10/11 (90.91%), (yay!!!) again',
  ])('not %s', (line) => {
    expect(readByAll(line).size).toBe(0);
  });

  test.each([
    ['stale', 'stale'],
    ['share is Stale now', 'stale'],
    ['share difficulty too low', 'difficulty'],
    ['low Difficulty', 'difficulty'],
    ['stale, and of low difficulty', 'stale'],
    ['invalid share', 'other'],
    ['', 'other'],
  ])('a share failed: %s', (text, reason) => {
    const prefix = '[2019-03-27 06:12:07.114] [pool] [stratum.cpp:0311] ';
    expect(prefix).toHaveLength(52);
    const line = `Submitting a share failed for the following reason: ${text}`;
    expect(saidBy('rb4', line)).toEqual({ type: 'share-failure', reason });
    expect(saidBy('rb4', prefix + line)).toEqual({ type: 'share-failure', reason });
    expect(saidBy('nimiq', `[2021-03-15 20:20:44] reject reason: ${text}`)).toEqual({
      type: 'share-failure',
      reason,
    });
  });

  test.each([
    [
      '-----HARDWARE ERROR: Increase voltage or decrease clock speed [Instance = 3  Nonce = 1]',
      'hardware_error',
    ],
    [
      '!!!! Error: Maximum temperature (80.000000) exceeded. Current temperature: 80.500000 !!!!',
      'over_temperature',
    ],
    ['Stale work.', 'stale_work'],
    ['Nano connection interrupted', 'connection_lost'],
    ['Nano connection reset', 'connection_lost'],
    ['Watchdog timer error: No shares submitted for 4 minutes.  Exiting.', 'watchdog_exit'],
    ['NIMIQ New block!', 'new_block'],
    ['[40020000013AE3213511111C] Setting clock to 400MHz = 400 MHz', 'clock_change'],
    ['Requesting clock speed 410MHz (Code 63)...', 'clock_change'],
    ['FINAL CONFIRMED CLOCK FREQUENCY: 10 MHz', 'clock_change'],
    ['Switching to dev fee mining (for WhiteFire990) for  2.4 minutes...', 'dev_fee'],
    ['Switching to user mining for 57.6 minutes...', 'user_mining'],
  ])('%s', (line, kind) => {
    for (const name of ['nimiq', 'whitefire', 'whitefire-table'])
      expect(saidBy(name, line), name).toEqual({ type: 'event', kind });
  });

  test.each([
    'the pool says: Stale work.',
    'Stale work. Really.',
    'HARDWARE ERROR: none',
    'no ---HARDWARE ERROR: at all',
    'Nano connection established',
    'Watchdog timer error',
  ])('no event: %s', (line) => {
    expect(readByAll(line).size).toBe(0);
  });
});
