import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/options/parse.ts';

const parsed = (...args: readonly string[]) => parseCommandLine(args, false);

describe('help as a command', () => {
  test('is that of the pipe, or of the command that is named', () => {
    expect(parsed('help')).toEqual({ command: 'help', of: 'tee', all: false });
    expect(parsed('help', 'run')).toEqual({ command: 'help', of: 'run', all: false });
    expect(parsed('--help')).toEqual({ command: 'help', of: 'tee', all: false });
  });

  test('can be asked for every option', () => {
    for (const words of [
      ['help', 'all'],
      ['--help', 'all'],
      ['-h', 'all'],
    ])
      expect(parsed(...words)).toEqual({ command: 'help', of: 'tee', all: true });
    for (const words of [
      ['help', 'run', 'all'],
      ['run', '--help', 'all'],
    ])
      expect(parsed(...words)).toEqual({ command: 'help', of: 'run', all: true });
    expect(parsed('run', '--help', '--', 'miner', 'all')).toMatchObject({ all: false });
  });

  test('names what is near to a topic that there is not', () => {
    expect(() => parsed('help', 'ru')).toThrow('help ru: no such topic; did you mean fpga-tee help run?');
    expect(() => parsed('help', 'everything')).toThrow('there are run, rig, check');
  });
});

describe('rig', () => {
  test('checks one rig file', () => {
    expect(parsed('rig', '--check', 'rig.yaml')).toEqual({ command: 'rig', options: { file: 'rig.yaml' } });
  });

  test.each([
    [['rig'], 'fpga-tee rig --check rig.yaml'],
    [['rig', '--check'], 'rig needs a rig file'],
    [['rig', 'rig.yaml'], 'to start it: fpga-tee run --rig rig.yaml'],
    [['rig', '--check', 'a.yaml', 'b.yaml'], 'rig b.yaml: one rig file at a time'],
  ])('%j is told the way out', (args, words) => {
    expect(() => parsed(...args)).toThrow(words);
  });
});
