import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/options/parse.ts';
import { likePredecessor } from '../../src/options/predecessor.ts';

describe("the predecessor's commands", () => {
  test('follow logs with its bitstream, its names of cards and its metric names', () => {
    const args = likePredecessor(['tokenminer-metrics', '-m', 'a.log', 'b.log', '-p', '9091', '-i', '30']);
    const command = parseCommandLine(args, false);
    if (command.command !== 'follow') throw new Error(command.command);
    const { logs, port, legacyMetrics } = command.options;
    expect(logs.map(({ path, candidates }) => [path, candidates[0]?.name])).toEqual([
      ['a.log', '0xbtc'],
      ['b.log', '0xbtc'],
    ]);
    expect(port).toBe(9091);
    expect(legacyMetrics).toBe(true);
  });

  test('give way to what is said', () => {
    expect(likePredecessor(['rb4-metrics', '-m', 'a.log', '-c', 'bcu1', '-b', 'auto'])).toEqual([
      '-m',
      'a.log',
      '-c',
      'bcu1',
      '-b',
      'auto',
      '--legacy-metrics',
    ]);
  });

  test('are these two only', () => {
    expect(likePredecessor(['check', 'a.log'])).toEqual(['check', 'a.log']);
    expect(likePredecessor(['toString'])).toEqual(['toString']);
  });
});
