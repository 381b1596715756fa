import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { completionOf, shellOf } from '../../src/options/completion.ts';

/** What bash offers for the last word. */
function offered(...words: readonly string[]): readonly string[] {
  const script = `${completionOf('bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _fpga_tee; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('completion', () => {
  test('offers the commands as the first word', () => {
    expect(offered('fpga-tee', 'ch')).toEqual(['check']);
    expect(offered('fpga-tee', '')).toContain('learn');
  });

  test('offers the options of the command', () => {
    expect(offered('fpga-tee', 'run', '--rest')).toContain('--restart');
    expect(offered('fpga-tee', 'check', '--rest')).toEqual(['']);
    expect(offered('fpga-tee', '--no-')).toContain('--no-metrics');
  });

  test('offers the values that an option can have', () => {
    expect(offered('fpga-tee', '-b', '0')).toEqual(['0xbtc']);
    expect(offered('fpga-tee', 'completion', 'f')).toEqual(['fish']);
    expect(offered('fpga-tee', 'help', 'al')).toEqual(['all']);
  });

  test('is written for zsh and fish as well', () => {
    expect(completionOf('zsh')).toMatch(/^#compdef fpga-tee\n/);
    expect(completionOf('fish')).toContain(
      "complete -c fpga-tee -n '__fish_seen_subcommand_from run' -l restart",
    );
  });

  test.each([[[]], [['tcsh']], [['bash', 'zsh']]])('of %j is told what there is', (words) => {
    expect(() => shellOf(words)).toThrow(/bash/);
  });
});
