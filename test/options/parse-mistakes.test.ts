import { describe, expect, test } from 'vitest';
import { dnaOf } from '../support/rig.ts';
import { names, problemOf } from './support/parsed.ts';

const wrong: readonly (readonly [args: readonly string[], problem: string])[] = [
  ...['abc', '-1', '30s'].map(
    (text) =>
      [
        ['-m', 'a', `--interval=${text}`],
        `--interval ${text}: not a number of seconds; give one such as 30`,
      ] as const,
  ),
  [
    ['--web-config', 'web.yml', '--no-metrics'],
    '--web-config: contradicts --no-metrics; leave one of them out',
  ],
  [
    ['hash-password', 'secret'],
    'hash-password takes no words: it asks for the password, or reads it from a pipe',
  ],
  // options that do not exist
  [['--bitsream', 'nimiq'], '--bitsream: unknown option; did you mean --bitstream?'],
  [['--prot', '1'], '--prot: unknown option; did you mean --port?'],
  [['--stale', '5s'], '--stale: unknown option; did you mean --stale-after?'],
  [['--staleAfter', '5s'], '--staleAfter: unknown option; did you mean --stale-after?'],
  [['--stale_after', '5s'], '--stale_after: unknown option; did you mean --stale-after?'],
  [['--PORT', '1'], '--PORT: unknown option; did you mean --port?'],
  [['--no-lgo'], '--no-lgo: unknown option; did you mean --no-log?'],
  [['--metrics'], '--metrics: unknown option; did you mean --no-metrics?'],
  [['--foo=bar'], '--foo: unknown option; fpga-tee --help all lists them'],
  [['--port.x', '5'], '--port.x: unknown option; did you mean --port?'],
  [['--log.foo.bar=x'], '--log.foo.bar: unknown option; fpga-tee --help all lists them'],
  [['--__proto__=x'], '--__proto__: unknown option; fpga-tee --help all lists them'],
  [['--constructor'], '--constructor: unknown option; fpga-tee --help all lists them'],
  [['--toString'], '--toString: unknown option; fpga-tee --help all lists them'],
  [['-x'], '-x: unknown option; fpga-tee --help all lists them'],
  [['-P', '1'], '-P: unknown option; fpga-tee --help all lists them'],
  [['-1'], '-1: unknown option; fpga-tee --help all lists them'],
  [['---'], '---: unknown option; fpga-tee --help all lists them'],
  [['check', '--nope', 'x'], '--nope: unknown option; fpga-tee check --help lists them'],
  [
    ['simulate', '--card', 'x'],
    '--card: an option of fpga-tee, fpga-tee run and fpga-tee check, not of this command',
  ],
  [['--json'], '--json: an option of fpga-tee check and fpga-tee pool, not of this command'],
  [['--cards', '3'], '--cards: an option of fpga-tee simulate, not of this command'],
  [
    ['check', '-p', '1', 'x'],
    '-p: an option of fpga-tee, fpga-tee run, fpga-tee demo, fpga-tee pool and fpga-tee init, not of this command',
  ],
  [['--no-port'], "--no-port: unknown option; port can't be turned off, leave it out"],
  [['--no-card'], "--no-card: unknown option; card can't be turned off, leave it out"],
  [['--no-plain'], "--no-plain: unknown option; plain can't be turned off, leave it out"],
  // values missing
  [['--port'], '--port: needs a value <n>, such as --port 9091'],
  [['-p'], '-p: needs a value <n>, such as -p 9091'],
  [['--port='], '--port: needs a value <n>, such as --port 9091'],
  [['--port', ''], '--port: needs a value <n>, such as --port 9091'],
  [['--port', '--plain'], '--port: needs a value <n>, such as --port 9091'],
  [['--port', '--', '1'], '--port: needs a value <n>, such as --port 9091'],
  [['-b'], '-b: needs a value <name>, such as -b 0xbtc'],
  [['--log'], '--log: needs a value <file>, such as --log hashrates.log'],
  [['-o', '-p', '1'], '-o: needs a value <file>, such as -o hashrates.log'],
  [['--stale-after'], '--stale-after: needs a value <duration>, such as --stale-after 120s'],
  [['--log-max-size', '100'], '--log-max-size 100: not a size for it; give 1K or more, such as 100M'],
  [['--log-max-size', '1T'], '--log-max-size 1T: not a size for it; give 1K or more, such as 100M'],
  [['--log-queue', '1K'], '--log-queue 1K: not a size for it; give 64K or more, such as 64M'],
  [['--log-keep', '5'], '--log-keep 5: without --log-max-size there are no old logs; give both'],
  [['--log-max-size', '1M', '--log-keep', '0'], '--log-keep 0: give a number from 1 to 9999'],
  [['--no-log', '--log-max-size', '1M'], '--log-max-size: contradicts --no-log; leave one of them out'],
  [['--no-log', '--log-timestamps'], '--log-timestamps: contradicts --no-log; leave one of them out'],
  [['--host'], '--host: needs a value <address>, such as --host 127.0.0.1'],
  [['--card'], '--card: needs a value <name>, such as --card bcu1'],
  [['-c'], '-c: needs a value <name>, such as -c bcu1'],
  [['--cardnames'], '--cardnames: needs a value <name>, such as --cardnames bcu1'],
  [['--card='], '--card: needs a value <name>, such as --card bcu1'],
  [['-c', 'a', '-c'], '-c: needs a value <name>, such as -c bcu1'],
  [['simulate', '--cards'], '--cards: needs a value <n>, such as --cards 3'],
  [['simulate', '--for'], '--for: needs a value <duration>, such as --for 15s'],
  // values where none belong
  [['--plain=yes'], '--plain=yes: takes no value; give --plain alone'],
  [['--plain=false'], '--plain=false: takes no value; give --plain alone'],
  [['--no-log=x'], '--no-log=x: takes no value; give --no-log alone'],
  [['--help=no'], '--help=no: takes no value; give --help alone'],
  [['--plain', 'x'], 'x: not a command; to follow a log: fpga-tee -m x; to read it once: fpga-tee check x'],
  // twice, or against each other
  [['--port', '1', '--port', '2'], '--port: given twice; give it once'],
  [['-p', '1', '-p', '1'], '-p: given twice; give it once'],
  [['-b', 'rb4', '--bitstream', 'rb4'], '--bitstream: given twice; give it once'],
  [['-o', 'a', '--log', 'b'], '--log: given twice; give it once'],
  [['--log', 'a', '--no-log'], '--no-log: contradicts --log; give one of them'],
  [['--no-log', '-o', 'a'], '-o: contradicts --no-log; give one of them'],
  // ports
  ...['abc', '-1', '1e3', '0x50', '65536', '9090.5', 'NaN', '٣', '9090x', '999999999999999999999', ' '].map(
    (port) =>
      [['--port', port], `--port ${port}: not a port; give a number from 1 to 65535, such as 9091`] as const,
  ),
  [['-pabc'], '--port abc: not a port; give a number from 1 to 65535, such as 9091'],
  // durations
  ...['5x', '5', '0s', '0.0h', '-5s', '5 s', '5S', '.5s', '1h30m', 'soon', '1e3s', '５s'].map(
    (duration) =>
      [
        ['--stale-after', duration],
        `--stale-after ${duration}: not a duration; give one such as 500ms, 90s, 5m or 1h`,
      ] as const,
  ),
  // hosts
  ...['a b', '127.0.0.1:9090', 'http://x', '[::1]', '/', '*'].map(
    (host) =>
      [['--host', host], `--host ${host}: not an address; give one such as 127.0.0.1, :: or a name`] as const,
  ),
  // bitstreams
  [['--bitstream', 'foo'], `--bitstream foo: choose one of auto, ${names}`],
  [['-b', '0xbct'], `--bitstream 0xbct: did you mean 0xbtc? choose one of auto, ${names}`],
  [['-b', 'NIMIQ'], `--bitstream NIMIQ: did you mean nimiq? choose one of auto, ${names}`],
  [['check', '-b', 'constructor', 'x'], `--bitstream constructor: choose one of auto, ${names}`],
  [
    ['simulate', '-b', 'auto'],
    '--bitstream auto: choose one of 0xbtc, rb4, nimiq, whitefire, whitefire-table',
  ],
  // names of cards
  [['-c', 'a,,b'], "--card a,,b: a card's name is empty; give one such as bcu1"],
  [['-c', 'a,'], "--card a,: a card's name is empty; give one such as bcu1"],
  [['-c', ' '], "--card  : a card's name is empty; give one such as bcu1"],
  [['-c', '0='], "--card 0=: a card's name is empty; give one such as bcu1"],
  [['-c', 'a\nb'], "--card a?b: a card's name can't hold control characters; give one such as bcu1"],
  [['-c', 'a,b', '-c', 'a'], '--card a: the name a is given twice; cards need different ones'],
  [['-c', 'a,0=a'], '--card 0=a: the name a is given twice; cards need different ones'],
  [['-c', 'x=y'], "--card x=y: x is neither a DNA (24 hex digits) nor a card's number; give one such as 0=y"],
  [['-c', '=y'], "--card =y: '' is neither a DNA (24 hex digits) nor a card's number; give one such as 0=y"],
  [
    ['-c', `${dnaOf(0)}0=y`],
    `--card ${dnaOf(0)}0=y: ${dnaOf(0)}0 is neither a DNA (24 hex digits) nor a card's number; give one such as 0=y`,
  ],
  [['-c', '0=a', '-c', '0=b'], '--card 0=b: that card is named a already; give it one name'],
  [['-c', '0=a,00=b'], '--card 00=b: that card is named a already; give it one name'],
  [
    ['-c', `${dnaOf(0)}=a,${dnaOf(0).toLowerCase()}=b`],
    `--card ${dnaOf(0).toLowerCase()}=b: that card is named a already; give it one name`,
  ],
  // logs to follow
  [['-m'], '-m: needs a value <log>, such as -m hashrates.log'],
  [['-m', '--', 'x'], '-m: needs a value <log>, such as -m hashrates.log'],
  [['-m', 'a', '--', 'x'], 'x: not an option; logs to follow stand behind -m: fpga-tee -m x'],
  [['--once'], '--once: an option of fpga-tee -m <log>, not of this command'],
  [['-m', 'a', '-l=info'], '-=: unknown option; fpga-tee --help all lists them'],
  [['-m', 'a', '--jsno'], '--jsno: unknown option; fpga-tee --help all lists them'],
  [['-m', 'a', '-o', './a'], '--log ./a: is followed and would grow without end; give it another name'],
  [['-m', 'a', '--log-keep', '3'], '--log-keep: no log is written with -m; give one such as --log rig.log'],
  // words
  [
    ['my.log'],
    'my.log: not a command; to follow a log: fpga-tee -m my.log; to read it once: fpga-tee check my.log',
  ],
  [['--', 'x'], 'x: not a command; to follow a log: fpga-tee -m x; to read it once: fpga-tee check x'],
  [['-'], '-: not a command; to follow a log: fpga-tee -m -; to read it once: fpga-tee check -'],
  [
    ['follow', 'x.log'],
    'follow: not a command; to follow a log: fpga-tee -m x.log; to read it once: fpga-tee check x.log',
  ],
  [['follow', '-m', 'x.log'], 'follow: not an option; logs to follow stand behind -m: fpga-tee -m x.log'],
  [
    ['--pool-kind', 'auto', 'json'],
    'json: not a command; for another value repeat --pool-kind: --pool-kind auto --pool-kind json',
  ],
  [
    ['-m', 'x.log', '--pool-kind', 'auto', 'json'],
    'json: not an option; for another value repeat --pool-kind: --pool-kind auto --pool-kind json',
  ],
  [['chek'], 'chek: not a command; did you mean fpga-tee check?'],
  [['simulator'], 'simulator: not a command; did you mean fpga-tee simulate?'],
  [['-b', 'rb4', 'check', 'x'], 'check: a command comes first: fpga-tee check [options]'],
  [['check'], 'check needs a log to read: fpga-tee check hashrates.log'],
  [['check', '--json'], 'check needs a log to read: fpga-tee check hashrates.log'],
  [['simulate', 'x'], 'x: simulate takes options only; see fpga-tee simulate --help'],
  // the simulator's values
  ...['0', '65', '-1', '1.5', 'many'].map(
    (cards) => [['simulate', '--cards', cards], `--cards ${cards}: give a number from 1 to 64`] as const,
  ),
  ...['-1', 'nan', 'fast', '1e3'].map(
    (rate) =>
      [['simulate', '--rate', rate], `--rate ${rate}: give a number of lines a second, 0 or more`] as const,
  ),
  ...['0', '-5', '1.5', 'all'].map(
    (lines) =>
      [['simulate', '--lines', lines], `--lines ${lines}: give a number of lines, 1 or more`] as const,
  ),
  ...['-1', '1.5', 'x', '4294967296'].map(
    (seed) => [['simulate', '--seed', seed], `--seed ${seed}: give a whole number`] as const,
  ),
  ...['0', '-1', '0.0', 'x'].map(
    (speed) => [['simulate', '--speed-up', speed], `--speed-up ${speed}: give a number above 0`] as const,
  ),
  ...['--for', '--restart-every', '--stall-after'].map(
    (name) =>
      [
        ['simulate', name, '0s'],
        `${name} 0s: not a duration; give one such as 500ms, 90s, 5m or 1h`,
      ] as const,
  ),
];

describe('a wrong command line is told what is wrong, and the way out', () => {
  test.each(wrong)('%j', (args, problem) => {
    expect(problemOf(args)).toBe(problem);
  });

  test('in one line, whatever was typed', () => {
    for (const nasty of ['a\nb', 'a\r\nb', '\x1b[31mred', 'a\u2028b', '\u202egnp.exe', 'a\0b', '\x9b2J']) {
      for (const args of [
        [nasty],
        [`--${nasty}`],
        [`-${nasty}`],
        ['--port', nasty],
        ['-b', nasty],
        ['-c', `${nasty}=x`],
        ['--stale-after', nasty],
        ['--host', nasty],
        ['simulate', nasty],
        ['simulate', '--cards', nasty],
      ])
        expect(problemOf(args)).toMatch(/^[\x20-\x7e]+$/);
    }
  });
});
