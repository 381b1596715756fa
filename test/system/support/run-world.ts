import { existsSync, readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { testBuild, withPty } from './environment.ts';
import type { Program } from './program.ts';
import type { Terminal } from './terminal.ts';
import { test as base, type World } from './test.ts';

/** What a test of `fpga-tee run` has. */
export interface RunWorld extends World {
  /** `fpga-tee run` between pipes, without metrics unless a port is given. */
  readonly start: (args: readonly string[], env?: Readonly<Record<string, string>>) => Program;
  /** The same in a terminal, from a shell that keeps the terminal's modes before and after it in two files. */
  readonly inTerminal: (
    args: string,
    options?: { readonly columns?: number; readonly rows?: number; readonly env?: Record<string, string> },
  ) => Terminal;
  /** Whether the terminal is as it was before. */
  readonly terminalRestored: () => boolean;
  /** A miner as a shell script; gives its path. */
  readonly script: (name: string, text: string) => Promise<string>;
  /** What a script has noted in a file. */
  readonly noted: (name: string) => string;
}

/** With `fpga-tee run`, and miners that are shell scripts. */
export const test = base.extend<Omit<RunWorld, keyof World>>({
  async start({ fpgaTee }, use) {
    await use((args, env = {}) => {
      const metrics = args.includes('--port') ? [] : ['--no-metrics'];
      return fpgaTee(['run', ...metrics, ...args], { env: withPty(env) });
    });
  },
  async inTerminal({ terminal }, use) {
    await use((args, { env = {}, ...size } = {}) => {
      const run = `sh -c 'echo $$ >tool; exec "$@"' sh fpga-tee run --no-metrics ${args}`;
      return terminal(`stty -g >before; ${run}; code=$?; stty -g >after; (exit $code)`, {
        ...size,
        env: withPty(env),
      });
    });
  },
  async terminalRestored({ directory }, use) {
    const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8');
    await use(() => read('before') === read('after'));
  },
  async script({ directory }, use) {
    await use(async (name, text) => {
      const file = path.join(directory, name);
      await writeFile(file, `#!/bin/sh\n${text}`);
      await chmod(file, 0o755);
      return file;
    });
  },
  async noted({ directory }, use) {
    await use((name) => {
      const file = path.join(directory, name);
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    });
  },
});

/** Time that runs faster for the tool: pauses before restarts, patience with ramp-downs. */
export const fast = testBuild({ rate: 50 });

/** A miner that knows no keys: it prints until SIGINT, then ramps down in a few steps and ends with 3. */
export const stubborn = `
  trap 'ramping=1' INT
  echo started
  while [ -z "$ramping" ]; do echo line; sleep 0.05; done
  for step in 1 2 3; do echo "ramping $step"; sleep 0.05; done
  exit 3`;

/** A miner that ramps down at its first key. */
export const obedient = 'stty -icanon; echo line; head -c 1 >/dev/null; sleep 0.2; echo ramping; exit 3';
