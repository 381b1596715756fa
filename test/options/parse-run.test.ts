import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/options/parse.ts';
import { outputOptions } from '../../src/options/table/output.ts';
import { problemOf } from './support/parsed.ts';

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
