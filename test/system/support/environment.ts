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
    // What somebody has there for their own rig is not for the tests.
    XDG_CONFIG_HOME: path.join(inject('installed'), 'no-config'),
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    ...extra,
  };
}

/** An environment for `fpga-tee run`: the program is installed with what starting miners takes. */
export function withPty(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: pathWith(inject('installedWithPty')), ...extra };
}

/** What the test build can be asked for: see `test/support/test-build`. */
export interface TestBuild {
  /** What is to fail in it, as in `parse@10`. */
  readonly fault?: string;
  /** How much faster its clock runs; slower below 1. */
  readonly rate?: number;
}

/** An environment in which `fpga-tee` is the test build, installed with what starting miners takes. */
export function testBuild(
  { fault = '', rate = 1 }: TestBuild,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PATH: pathWith(inject('installedTestBuild')),
    FPGA_TEE_FAULT: fault,
    FPGA_TEE_CLOCK_RATE: `${rate}`,
    ...extra,
  };
}

function pathWith(installed: string): string {
  return `${path.join(installed, 'bin')}${path.delimiter}${environment()['PATH']}`;
}
