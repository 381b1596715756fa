import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from 'vitest';
import { needsProgram, needsRoot } from '../../support/left-out.ts';
import { NamedPipe } from './pipe.ts';
import { Program, type ProgramOptions } from './program.ts';
import { Terminal, type TerminalOptions } from './terminal.ts';

/** What a test works with. Whatever it started is ended with it, also when it fails. */
export interface World {
  /** An empty directory of its own, in which everything runs. */
  readonly directory: string;
  /** Starts fpga-tee between pipes. */
  readonly fpgaTee: (args: readonly string[], options?: ProgramOptions) => Program;
  /** Starts another program between pipes. */
  readonly run: (command: string, args: readonly string[], options?: ProgramOptions) => Program;
  /** Opens a terminal in which a shell runs the commands. */
  readonly terminal: (commands: string, options?: TerminalOptions) => Terminal;
  /** What a miner prints, as far as a test has it print, for a shell to give to a program: `fpga-tee < ${miner.path}`. */
  readonly miner: NamedPipe;
  /** The log in the directory, as far as it is written. */
  readonly readLog: (name?: string) => Promise<Buffer>;
}

// An empty pattern tells vitest that a fixture needs no other.
/** Programs without which a test that runs them is left out. */
const notEverywhere: readonly string[] = ['logrotate', 'perl', 'strace', 'unshare'];

export const test = base.extend<World>({
  async directory({}, use) {
    const directory = await mkdtemp(path.join(tmpdir(), 'fpga-tee-test-'));
    await use(directory);
    await rm(directory, { recursive: true, force: true });
  },
  async run({ directory }, use) {
    const started: Program[] = [];
    await use((command, args, options) => {
      if (notEverywhere.includes(command)) needsProgram(command);
      if (command === 'setpriv') needsRoot('to be another user');
      const program = new Program(command, args, directory, options);
      started.push(program);
      return program;
    });
    await Promise.all(started.map((program) => program.kill()));
  },
  async fpgaTee({ run }, use) {
    await use((args, options) => run('fpga-tee', args, options));
  },
  async terminal({ directory }, use) {
    const opened: Terminal[] = [];
    await use((commands, options) => {
      const terminal = new Terminal(commands, directory, options);
      opened.push(terminal);
      return terminal;
    });
    await Promise.all(opened.map((terminal) => terminal.kill()));
  },
  async miner({}, use) {
    const miner = new NamedPipe();
    await use(miner);
    miner.destroy();
  },
  async readLog({ directory }, use) {
    await use((name = 'hashrates.log') => readFile(path.join(directory, name)));
  },
});
