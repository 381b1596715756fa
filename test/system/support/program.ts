import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { environment } from './environment.ts';
import { makePipes, PipeWriter } from './pipe.ts';
import { until } from './until.ts';

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Nobody reads what it prints until `readStdout` is called. */
  readonly stalled?: boolean;
}

/** A program that runs between pipes. */
export class Program {
  readonly stdin: PipeWriter;
  /** The exit code, or the signal that ended it, once all its output has been read. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly #child: ChildProcess;
  readonly #out: Socket;
  readonly #errors: Socket;
  readonly #stdout: Buffer[] = [];
  #stdoutLength = 0;
  #stderr = '';

  constructor(
    command: string,
    args: readonly string[],
    directory: string,
    { env = {}, stalled = false }: ProgramOptions = {},
  ) {
    const [input, output, errors] = makePipes(3);
    if (input === undefined || output === undefined || errors === undefined) throw new Error('no pipes');
    this.#child = spawn(command, args, {
      cwd: directory,
      env: environment(env),
      stdio: [input.readEnd, output.writeEnd, errors.writeEnd],
      // A process group of its own, so that all of it can be ended.
      detached: true,
    });
    for (const fd of [input.readEnd, output.writeEnd, errors.writeEnd]) closeSync(fd);

    this.stdin = new PipeWriter(input.writeEnd);
    this.#out = new Socket({ fd: output.readEnd, readable: true, writable: false });
    this.#errors = new Socket({ fd: errors.readEnd, readable: true, writable: false });
    const exit = new Promise<number | NodeJS.Signals>((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (code, signal) => resolve(code ?? signal ?? -1));
    });
    const closed = [this.#out, this.#errors].map(
      (stream) => new Promise((resolve) => stream.once('close', resolve)),
    );
    this.ended = Promise.all([exit, ...closed]).then(([code]) => code);
    // A test that fails earlier does not look at it any more.
    this.ended.catch(() => {});
    this.#errors.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    if (!stalled) this.readStdout();
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('it could not be started');
    return this.#child.pid;
  }

  /** What it has printed so far. */
  get stdout(): Buffer {
    return Buffer.concat(this.#stdout);
  }

  /** How many bytes it has printed so far. */
  get stdoutLength(): number {
    return this.#stdoutLength;
  }

  get stderr(): string {
    return this.#stderr;
  }

  readStdout(): void {
    this.#out.on('data', (chunk: Buffer) => {
      this.#stdout.push(chunk);
      this.#stdoutLength += chunk.length;
    });
  }

  /** The reader goes away, as `head` does. */
  closeStdout(): void {
    this.#out.destroy();
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Where its metrics are, as it says on stderr. */
  async address(): Promise<string> {
    const [, address] = await until(() => /^fpga-tee: metrics at (https?:\S+)$/m.exec(this.#stderr));
    return address ?? '';
  }

  async printed(text: string): Promise<void> {
    await until(() => this.stdout.includes(text));
  }

  /** Ends it and everything that it has started. */
  async kill(): Promise<void> {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    this.stdin.destroy();
    this.#out.destroy();
    this.#errors.destroy();
    await this.ended.catch(() => {});
  }
}
