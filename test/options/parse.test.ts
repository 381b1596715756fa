import { describe, expect, test } from 'vitest';
import { bitstreams, chooseBitstreams } from '../../src/bitstreams/index.ts';
import { parseCommandLine } from '../../src/options/parse.ts';
import { outputOptions } from '../../src/options/table/output.ts';
import { defaultSettings } from '../../src/panel/settings.ts';
import { simulatedBitstreams } from '../../src/simulate/formats/names.ts';
import { UsageError } from '../../src/values/usage-error.ts';
import { dnaOf } from '../support/rig.ts';

/** Every bitstream, as they are listed. */
const names = [...bitstreams.map(({ name }) => name), 'generic'].join(', ');

function optionsOf<Name extends 'tee' | 'follow' | 'check' | 'simulate'>(name: Name, ...args: string[]) {
  const command = parseCommandLine(args, false);
  if (command.command !== name) throw new Error(`${command.command} instead of ${name}`);
  return command;
}
const tee = (...args: string[]) => {
  const command = optionsOf('tee', ...args);
  if (command.command !== 'tee') throw new Error(command.command);
  return command.options;
};
const follow = (...args: string[]) => {
  const command = optionsOf('follow', ...args);
  if (command.command !== 'follow') throw new Error(command.command);
  return command.options;
};
const check = (...args: string[]) => {
  const command = optionsOf('check', 'check', ...args);
  if (command.command !== 'check') throw new Error(command.command);
  return command.options;
};
const simulate = (...args: string[]) => {
  const command = optionsOf('simulate', 'simulate', ...args);
  if (command.command !== 'simulate') throw new Error(command.command);
  return command.options;
};

/** What a wrong command line is told. */
function problemOf(args: readonly string[]): string {
  try {
    parseCommandLine(args, false);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error(`nothing wrong with ${args.join(' ')}`);
}

describe('trouble', () => {
  test('has limits for all cards and for single ones, and who is told of it', () => {
    const { alerts } = tee(
      ...['--temp-limits', '60,70 card3=50,55', '--error-limits', 'off', '--reject-limits=1,2.5'],
      ...['--alert-after', '5m', '--on-alert', './tell.sh', '--on-alert-over', 'over'],
    );
    expect(alerts).toMatchObject({ after: 300, onAlert: './tell.sh', onAlertOver: 'over' });
    expect(alerts.limitsOf('card1')).toMatchObject({
      temperature: { yellow: 60, red: 70 },
      errorRatio: null,
      rejectRatio: { yellow: 0.01, red: 0.025 },
    });
    expect(alerts.limitsOf('card3').temperature).toEqual({ yellow: 50, red: 55 });
  });

  test('names limits that are none', () => {
    expect(problemOf(['--temp-limits', '80,65'])).toBe(
      '--temp-limits 80,65: not limits; give two limits in °C such as 65,80, the lower one first, or off; of one card such as card3=65,80',
    );
  });
});

describe('stuck and slow', () => {
  test('has defaults', () => {
    expect(tee().stalls).toEqual({
      thresholds: { silent: 300, 'no-stats': 600, 'no-shares': 1800, startGrace: 300 },
      onStall: null,
      onStallOver: null,
      slowBelow: 0.8,
    });
  });

  test('takes each of them', () => {
    expect(
      tee(
        ...[
          '--stall-silent',
          '90s',
          '--stall-no-stats',
          '2m',
          '--stall-no-shares',
          '1h',
          '--stall-grace',
          '10m',
        ],
        ...['--on-stall', './restart.sh', '--on-stall-over', 'tell me', '--slow-below', '.75'],
      ).stalls,
    ).toEqual({
      thresholds: { silent: 90, 'no-stats': 120, 'no-shares': 3600, startGrace: 600 },
      onStall: './restart.sh',
      onStallOver: 'tell me',
      slowBelow: 0.75,
    });
  });

  test('each can be off', () => {
    expect(
      tee('--stall-silent=off', '--stall-no-stats=off', '--stall-no-shares=off', '--stall-grace=off').stalls
        .thresholds,
    ).toEqual({ silent: null, 'no-stats': null, 'no-shares': null, startGrace: 0 });
    expect(tee('--slow-below', 'off').stalls.slowBelow).toBeNull();
  });

  test.each([
    ['--stall-silent', '5', '--stall-silent 5: not a duration; give one such as 90s, 5m or 1h, or off'],
    ['--stall-grace', 'never', '--stall-grace never: not a duration; give one such as 90s, 5m or 1h, or off'],
    ...['0', '1', '80%', '1.2', '.0'].map((text) => [
      '--slow-below',
      text,
      `--slow-below ${text}: not a fraction; give one between 0 and 1 such as 0.8, or off`,
    ]),
  ])('what can not be: %s %s', (name, text, words) => {
    expect(problemOf([name, text])).toBe(words);
  });

  test('a command that would never run is a mistake', () => {
    const off = ['--stall-silent=off', '--stall-no-stats=off', '--stall-no-shares=off'];
    expect(problemOf([...off, '--on-stall', 'x'])).toBe(
      '--on-stall: all stalls are off, it would never run; leave one of them on',
    );
  });
});

describe('the main job', () => {
  test('has defaults for everything', () => {
    expect(tee()).toMatchObject({
      bitstream: 'auto',
      candidates: chooseBitstreams('auto'),
      names: { inOrder: [], byDna: new Map(), byIndex: new Map() },
      log: { path: 'hashrates.log', rotation: null, timestamps: false, queueLimit: 64 * 1024 * 1024 },
      port: 9090,
      host: null,
      webConfig: null,
      staleAfter: 120,
      plain: false,
      only: null,
      legacyMetrics: false,
      chosen: defaultSettings,
      qr: false,
    });
  });

  test('takes all options at once', () => {
    expect(
      tee(
        ...['-b', 'rb4', '-c', 'bcu1', '-o', 'my.log', '-p', '9091', '--host', '127.0.0.1'],
        ...['--stale-after', '5m', '--plain', '--legacy-metrics'],
        ...['--log-max-size', '100M', '--log-keep', '7', '--log-timestamps', '--log-queue', '1M'],
      ),
    ).toMatchObject({
      bitstream: 'rb4',
      candidates: [{ name: 'rb4' }],
      names: { inOrder: ['bcu1'] },
      log: {
        path: 'my.log',
        rotation: { maxSize: 100 * 1024 * 1024, keep: 7 },
        timestamps: true,
        queueLimit: 1024 * 1024,
      },
      port: 9091,
      host: '127.0.0.1',
      staleAfter: 300,
      plain: true,
      legacyMetrics: true,
    });
  });

  test.each([
    ['-p', '9091'],
    ['-p9091'],
    ['-p=9091'],
    ['--port', '9091'],
    ['--port=9091'],
    ['--plain', '-p', '9091'],
    ['-p', '9091', '--'],
  ])('a value may stand behind its option in every usual way: %s %s %s', (...args) => {
    expect(tee(...args).port).toBe(9091);
  });

  test.each([
    [['-ofile'], 'file'],
    [['-o', '-'], '-'],
    [['-o', 'a b'], 'a b'],
    [['--log=-x.log'], '-x.log'],
    [['--log==x'], '=x'],
    [['--log', 'naïve 温.log'], 'naïve 温.log'],
    [['-o', '1'], '1'],
    [['-o', '007'], '007'],
    [['-o', 'true'], 'true'],
    [['--no-log'], null],
    [['--no-log', '--no-log'], null],
  ])('the log: %j', (args, log) => {
    expect(tee(...args).log?.path ?? null).toBe(log);
  });

  test.each([
    ['1024', 1024],
    ['100K', 102_400],
    ['100k', 102_400],
    ['100KB', 102_400],
    ['1.5M', 1_572_864],
    ['100MiB', 104_857_600],
    ['2G', 2_147_483_648],
  ])('a size: %s', (text, bytes) => {
    expect(tee('--log-max-size', text).log?.rotation).toEqual({ maxSize: bytes, keep: 5 });
  });

  test('the web configuration', () => {
    expect(tee('--web-config', 'web.yml').webConfig).toBe('web.yml');
  });

  test.each([
    [['--no-metrics'], null],
    [['-p', '0'], 0],
    [['-p', '1'], 1],
    [['-p', '65535'], 65535],
  ])('the port: %j', (args, port) => {
    expect(tee(...args).port).toBe(port);
  });

  test.each(['0.0.0.0', '::', '::1', 'fe80::1%eth0', 'localhost', 'rig-1.example', 'my_rig'])(
    'the host %s',
    (host) => {
      expect(tee('--host', host).host).toBe(host);
    },
  );

  test.each(bitstreams.map(({ name }) => name))('the bitstream %s is tried first', (name) => {
    expect(tee('-b', name).candidates[0]?.name).toBe(name);
    expect(tee(`-b${name}`).bitstream).toBe(name);
  });

  test('a switch may be given twice', () => {
    expect(tee('--plain', '--plain').plain).toBe(true);
  });

  test.each([
    ['500ms', 0.5],
    ['90s', 90],
    ['5m', 300],
    ['1h', 3600],
    ['1.5h', 5400],
    ['0.5s', 0.5],
    ['007s', 7],
  ])('a duration of %s', (text, seconds) => {
    expect(tee('--stale-after', text).staleAfter).toBe(seconds);
  });
});

describe('names of cards', () => {
  test.each([
    [['-c', 'a']],
    [['--card', 'a']],
    [['--cardnames', 'a']],
    [['--card=a']],
    [['-ca']],
    [['-c', ' a ']],
  ])('one: %j', (args) => {
    expect(tee(...args).names.inOrder).toEqual(['a']);
  });

  test.each([
    [['-c', 'a', '-c', 'b', '-c', 'c']],
    [['-c', 'a,b,c']],
    [['-c', 'a', '--cardnames', 'b,c']],
    [['-c', 'a', '--plain', '--card=b , c']],
  ])('several: %j', (args) => {
    expect(tee(...args).names.inOrder).toEqual(['a', 'b', 'c']);
  });

  test('bound to a DNA or a number, among others', () => {
    const names = tee('-c', `0=a,b,${dnaOf(0).toLowerCase()}=c`, '-c', '12=d=e', '-c', 'f').names;
    expect(names.inOrder).toEqual(['b', 'f']);
    expect(names.byDna).toEqual(new Map([[dnaOf(0), 'c']]));
    expect(names.byIndex).toEqual(
      new Map([
        [0, 'a'],
        [12, 'd=e'],
      ]),
    );
  });

  test('also for a check', () => {
    expect(check('-c', 'a', 'my.log').names.inOrder).toEqual(['a']);
  });
});

describe('a check', () => {
  test('takes logs, in their order', () => {
    expect(check('a.log', 'b.log')).toMatchObject({ logs: ['a.log', 'b.log'], json: false });
    expect(check('a.log', '--json', 'b.log')).toMatchObject({ logs: ['a.log', 'b.log'], json: true });
    expect(check('--json', '-b', 'nimiq', 'a.log').candidates.map(({ name }) => name)).toEqual([
      'nimiq',
      'whitefire',
    ]);
  });

  test('takes logs of any name', () => {
    expect(check('123', '0x10', '1e3', '007', 'true', 'check').logs).toEqual([
      '123',
      '0x10',
      '1e3',
      '007',
      'true',
      'check',
    ]);
    expect(check('--', '--json', '-x').logs).toEqual(['--json', '-x']);
  });
});

describe('the simulator', () => {
  test('has defaults for everything', () => {
    expect(simulate()).toEqual({
      bitstream: '0xbtc',
      cards: 1,
      rate: 1,
      lines: null,
      duration: null,
      seed: 1,
      restartEvery: null,
      stallAfter: null,
      speedUp: 1,
      colour: false,
    });
  });

  test('takes all options at once', () => {
    expect(
      simulate(
        ...['-b', 'nimiq', '--cards', '3', '--rate', '2.5', '--lines', '100', '--for', '15s', '--seed', '42'],
        ...['--restart-every', '5m', '--stall-after', '1m', '--speed-up', '60'],
      ),
    ).toMatchObject({
      bitstream: 'nimiq',
      cards: 3,
      rate: 2.5,
      lines: 100,
      duration: 15,
      seed: 42,
      restartEvery: 300,
      stallAfter: 60,
      speedUp: 60,
    });
  });

  test('knows bitstreams that there are', () => {
    expect(bitstreams.map(({ name }) => name)).toEqual(expect.arrayContaining([...simulatedBitstreams]));
  });

  test('prints in colour where that is possible', () => {
    const command = parseCommandLine(['simulate'], true);
    expect(command).toMatchObject({ options: { colour: true } });
  });

  test('may print as fast as it can', () => {
    expect(simulate('--rate', '0').rate).toBe(0);
  });
});

describe('help and version', () => {
  test.each([
    [['--help'], 'tee'],
    [['-h'], 'tee'],
    [['-hb', 'rb4'], 'tee'],
    [['--plain', '--help'], 'tee'],
    [['--port', 'abc', '--help'], 'tee'],
    [['--help', '--nonsense', 'word'], 'tee'],
    [['--port', '--help'], 'tee'],
    [['--version', '--help'], 'tee'],
    [['check', '--help'], 'check'],
    [['check', 'a.log', '-h'], 'check'],
    [['simulate', '--cards', '-h'], 'simulate'],
  ])('%j asks for help', (args, of) => {
    expect(parseCommandLine(args, false)).toEqual({ command: 'help', of, all: false });
  });

  test.each([[['--version']], [['-v']], [['--port', 'abc', '-v']], [['check', '--version']], [['-vx']]])(
    '%j asks for the version',
    (args) => {
      expect(parseCommandLine(args, false)).toEqual({ command: 'version' });
    },
  );

  test('a log may be called --help', () => {
    expect(check('--', '--help').logs).toEqual(['--help']);
  });
});

/** Command lines that are wrong, and all of what is said. */
describe('following logs', () => {
  const paths = (...args: string[]) => follow(...args).logs.map(({ path }) => path);

  test('has the defaults of a pipe, but writes no log', () => {
    expect(follow('-m', 'a.log')).toEqual({
      logs: [
        {
          path: 'a.log',
          name: 'a.log',
          bitstream: 'auto',
          candidates: chooseBitstreams('auto'),
          names: { inOrder: [], byDna: new Map(), byIndex: new Map() },
        },
      ],
      once: false,
      log: null,
      port: 9090,
      host: null,
      webConfig: null,
      webConfigFrom: '--web-config',
      staleAfter: 120,
      alerts: { limitsOf: expect.any(Function), after: 60, onAlert: null, onAlertOver: null },
      stalls: tee().stalls,
      plain: false,
      only: null,
      pools: null,
      legacyMetrics: false,
      chosen: defaultSettings,
      qr: false,
      notes: [],
    });
  });

  test.each([
    [['-m', 'a', 'b', 'c']],
    [['-m', 'a', '-m', 'b', 'c']],
    [['-ma', 'b', 'c', '--plain']],
    [['--minerlogpaths', 'a', 'b', 'c', '-p', '1']],
    [['--minerlogpaths=a', 'b', '--follow', 'c']],
    [['--plain', '--follow=a', '-m', 'b', 'c', '--']],
  ])('takes the logs behind each -m: %j', (args) => {
    expect(paths(...args)).toEqual(['a', 'b', 'c']);
  });

  test('takes names and bitstreams as lists', () => {
    const { logs } = follow('-c', 'x', 'y', '-b', 'rb4', 'nimiq', '-m', 'a', 'b');
    expect(logs.map(({ names, bitstream }) => [names.inOrder, bitstream])).toEqual([
      [['x'], 'rb4'],
      [['y'], 'nimiq'],
    ]);
  });

  test('writes a log when it is asked to', () => {
    expect(follow('-m', 'a', '-o', 'b', '--log-max-size', '1M').log).toMatchObject({
      path: 'b',
      rotation: { maxSize: 1024 * 1024 },
    });
    expect(follow('-m', 'a', '--no-log').log).toBeNull();
  });

  test('says of options that are not needed any more why', () => {
    expect(follow('-m', 'a', '-i', '30').notes).toEqual([
      '--interval 30: not needed any more: lines are read as they are written',
    ]);
    expect(follow('-m', 'a', '-l').notes).toHaveLength(1);
    expect(follow('-m', 'a', '-i', '0.5').notes).toHaveLength(1);
  });

  test('asks for help as a pipe does', () => {
    expect(parseCommandLine(['-m', '-h'], false)).toMatchObject({ command: 'help' });
  });
});

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

describe('run', () => {
  const run = (...args: string[]) => {
    const command = parseCommandLine(['run', ...args], false);
    if (command.command !== 'run') throw new Error(command.command);
    return command.options;
  };

  test('takes all behind -- for the miner, whatever it looks like', () => {
    expect(run('-b', 'rb4', '--', 'fx', '-t', '730', '--help', '-C', '--', '').start).toEqual({
      type: 'command',
      command: ['fx', '-t', '730', '--help', '-C', '--', ''],
    });
  });

  test('has defaults for everything, those of the main job among them', () => {
    expect(run('--', 'fx')).toMatchObject({
      log: { path: 'hashrates.log' },
      port: 9090,
      staleAfter: 120,
      restart: { when: 'never', limit: { count: 10, seconds: 3600 }, backoff: 10 },
      stopGrace: 120,
      killAfter: null,
    });
  });

  test('takes all options at once', () => {
    const args = [
      '--restart',
      'always',
      '--restart-limit',
      '3/10m',
      '--stop-grace',
      '3m',
      '--kill-after',
      '30s',
    ];
    expect(run(...args, '-o', 'my.log', '-c', 'bcu1', '--plain', '--no-metrics', '--', 'fx')).toMatchObject({
      log: { path: 'my.log' },
      names: { inOrder: ['bcu1'] },
      plain: true,
      port: null,
      restart: { when: 'always', limit: { count: 3, seconds: 600 }, backoff: 10 },
      stopGrace: 180,
      killAfter: 30,
    });
  });

  test('starts the miners of a rig file, which may say what was not given', () => {
    const { start } = run('--rig', 'rig.yaml', '--no-metrics', '--host', '::');
    if (start.type !== 'rig') throw new Error(start.type);
    expect(start.file).toBe('rig.yaml');
    const said = new Map([
      ['port', '1'],
      ['host', '127.0.0.1'],
      ['stale-after', '5m'],
    ]);
    expect(outputOptions(start.given.orElse(said))).toMatchObject({
      port: null,
      host: '::',
      staleAfter: 300,
    });
  });

  test('its help is asked for in front of --', () => {
    expect(parseCommandLine(['run', '-h', '--', 'fx'], false)).toEqual({
      command: 'help',
      of: 'run',
      all: false,
    });
    expect(parseCommandLine(['run', '--', 'fx', '-h'], false).command).toBe('run');
  });

  test.each([
    [[], 'run needs a miner to start: fpga-tee run -- fx-tokenminer'],
    [['--'], 'run needs a miner to start'],
    [['fx', '-t', '730'], "fx: the miner's command stands after --: fpga-tee run -- fx …"],
    [['--rig', 'rig.yaml', '--', 'fx'], '--rig rig.yaml: contradicts the command fx; give one of them'],
    [['--rig', 'rig.yaml', '-o', 'x.log'], '--log: with --rig it stands in the rig file'],
    [['--rig', 'rig.yaml', '--no-log'], '--log: with --rig it stands in the rig file'],
    [['--rig', 'rig.yaml', '-c', 'bcu1'], '--card: with --rig it stands in the rig file'],
    [['--rig', 'rig.yaml', '--restart', 'always'], '--restart: with --rig it stands in the rig file'],
    [['--restart', 'alway', '--', 'fx'], '--restart alway: did you mean always?'],
    [
      ['--restart-limit', '10', '--', 'fx'],
      '--restart-limit 10: not a limit; give restarts in a time, such as 10/1h',
    ],
    [['--restart-limit', '1/1h', '--', 'fx'], '--restart-limit: nothing is restarted without --restart'],
    [['--stop-grace', '5', '--', 'fx'], '--stop-grace 5: not a duration'],
    [['--follow', '--', 'fx'], '--follow: an option of fpga-tee -m <log> and fpga-tee init, not'],
  ])('%j is told what is wrong', (args, message) => {
    expect(problemOf(['run', ...args])).toContain(message);
  });
});

describe('the panel', () => {
  const chosen = (...args: string[]) => {
    const parsed = parseCommandLine(args, false);
    return parsed.command === 'tee' ? parsed.options.chosen : null;
  };

  test('is sorted, shows a time and begins with cards as the options say', () => {
    expect(chosen('--sort', 'heat', '--trend', '1h', '--cards-order', 'card3, card1')).toEqual({
      ...defaultSettings,
      order: 'temperature',
      trendSpan: 3600,
      sequence: ['card3', 'card1'],
    });
  });

  test('knows no other order and no other time', () => {
    expect(() => chosen('--sort', 'colour')).toThrow(
      '--sort colour: choose one of found, name, hashrate, heat, errors',
    );
    expect(() => chosen('--trend', '2h')).toThrow('--trend 2h: ');
    expect(() => chosen('--cards-order', ',')).toThrow('--cards-order ,: ');
  });
});
