import path from 'node:path';
import { inject } from 'vitest';

/**
 * The whole environment of every program that is tested: nothing of the tests' own (CI, NO_COLOR, FORCE_COLOR), and
 * `fpga-tee` is the built one.
 */
export function environment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const places = [path.join(inject('installed'), 'bin'), path.dirname(process.execPath), process.env['PATH']];
  return {
    PATH: places.join(path.delimiter),
    HOME: process.env['HOME'] ?? '/',
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    ...extra,
  };
}

/** An environment for `fpga-tee run`: the program is installed with what starting miners takes. */
export function withPty(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { PATH = '' } = environment();
  return { PATH: `${path.join(inject('installedWithPty'), 'bin')}${path.delimiter}${PATH}`, ...extra };
}
