import { describe, expect, test } from 'vitest';
import { chooseBitstreams } from '../../src/bitstreams/index.ts';
import { parseCommandLine } from '../../src/options/parse.ts';
import { defaultSettings } from '../../src/panel/settings.ts';
import { follow, tee } from './support/parsed.ts';

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
