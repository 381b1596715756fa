import { describe, expect, test } from 'vitest';
import { bitstreams, chooseBitstreams } from '../../src/bitstreams/index.ts';
import { parseCommandLine } from '../../src/options/parse.ts';
import { defaultSettings } from '../../src/panel/settings.ts';
import { simulatedBitstreams } from '../../src/simulate/formats/names.ts';
import { dnaOf } from '../support/rig.ts';
import { check, problemOf, simulate, tee } from './support/parsed.ts';

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
