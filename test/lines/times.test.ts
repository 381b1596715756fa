import { describe, expect, test } from 'vitest';
import { withoutTimes } from '../../src/lines/times.ts';

const stats = '[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: 118/120';

describe('a time in front of a line is taken off', () => {
  test.each<[string, string]>([
    ['--log-timestamps', '2026-03-29T01:59:59.123+01:00 '],
    ['ts', 'Mar 15 20:20:20 '],
    ['ts -i', '00:00:01 '],
    ['ts -s %.s', '12.345678 '],
    ["ts '%FT%TZ'", '2021-03-15T20:20:20Z '],
    ["ts '%F %T'", '2021-03-15 20:20:20 '],
    ["ts '[%F %T]'", '[2021-03-15 20:20:20] '],
    ['ts %s', '1615839620 '],
    ['ts %.s', '1615839620.123456 '],
    ['milliseconds since 1970', '1615839620123 '],
    ['RFC 3164', '<13>Mar  5 20:20:20 rig1 miner[123]: '],
    ['rsyslog’s file', 'Mar  5 20:20:20 rig1 miner: '],
    ['rsyslog’s newer file', '2021-03-15T20:20:20.123456+01:00 rig-1.lan miner[123]: '],
    ['RFC 5424', '<13>1 2021-03-15T20:20:20.003Z rig1 miner 123 - - '],
    ['RFC 5424 with data', '<165>1 2021-03-15T20:20:20Z rig1 miner - ID47 [a@1 b="c\\]d"][e f="1"] \ufeff'],
    ['journalctl -o short', 'Mar 15 20:20:20 rig1 miner[123]: '],
    ['journalctl -o short-precise', 'Mar 15 20:20:20.123456 rig1 miner[123]: '],
    ['journalctl -o short-iso', '2021-03-15T20:20:20+0100 rig1 miner[123]: '],
    ['journalctl -o short-iso-precise', '2021-03-15T20:20:20.123456+01:00 rig1 miner[123]: '],
    ['journalctl -o short-full', 'Mon 2021-03-15 20:20:20 CET rig1 miner[123]: '],
    ['journalctl -o short-monotonic', '[   12.345678] rig1 miner[123]: '],
    ['journalctl -o short-delta', '[   12.345678 <    0.000123 >] rig1 miner[123]: '],
    ['journalctl -o short-unix', '1615839620.123456 rig1 miner[123]: '],
    ['docker logs -t', '2021-03-15T20:20:20.123456789Z '],
    ['CRI', '2021-03-15T20:20:20.123456789+00:00 stdout F '],
    ['CRI, stderr', '2021-03-15T20:20:20.123456789Z stderr F '],
    ['tai64n', '@400000005c9b2d3c1a2b3c4d '],
    ['tai64nlocal', '2021-03-15 20:20:20.123456789 '],
    ['Go’s log', '2021/03/15 20:20:20 '],
    ['two of them', '2021-03-15T20:20:20Z Mar 15 20:20:20 '],
  ])('%s', (_, head) => {
    expect(withoutTimes(`${head}${stats}`)).toContain(stats);
  });

  test('also in front of nothing', () => {
    expect(withoutTimes('2021-03-15T20:20:20Z')).toEqual(['']);
    expect(withoutTimes('Mar 15 20:20:20 rig1 miner[1]:')).toContain('');
  });
});

test.each([
  stats,
  '[40020000013AE3213511111C] Hash: 1 KH/s',
  '| 0 | VU35P | 1.8 |',
  'accepted: 12/13 (92.31%), (yay!!!)',
  '2021 was a good year',
  'May the hash be with you',
  '12 cards',
  '17.5 GH/s',
  '',
])('none is found in front of %j', (line) => {
  expect(withoutTimes(line)).toEqual([]);
});

test('part of a line of Kubernetes is none', () => {
  expect(withoutTimes(`2021-03-15T20:20:20.1Z stdout P ${stats}`)).not.toContain(stats);
});

test('a hostile line takes no time to speak of', () => {
  const began = performance.now();
  for (const piece of ['[', '1', '<1>', 'Mar ', '2021-03-15T20:20:20Z ', ' ', 'a b: ', '\\'])
    withoutTimes(`2021-03-15T20:20:20Z a b c d [${piece.repeat(20_000)}`);
  expect(performance.now() - began).toBeLessThan(1000);
});
