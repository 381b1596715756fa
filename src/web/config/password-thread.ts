import { setPriority } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Timers } from '../../time.ts';
import type { ComparePassword } from './logins.ts';

/*
 * A thread of ours that does nothing but compare passwords with hashes. bcrypt takes a tenth of a second by design, and
 * in the main thread the miner's bytes would wait for it.
 */

/** What the program is started with in such a thread; not for people. */
const role = 'fpga-tee passwords';

/** Whether this is such a thread. */
export function isPasswordThread(): boolean {
  return !isMainThread && workerData === role;
}

/** Seconds after which a comparison is given up, and seconds without one after which the thread is ended. */
const longest = 30;
const idle = 60;

interface Question {
  readonly password: string;
  readonly hash: string;
}

/** Compares in a thread of its own, which is started when it is needed and ends when it has not been for a while. */
export class PasswordThread {
  readonly #program: string | URL;
  readonly #timers: Timers;
  #worker: Worker | null = null;
  #cancelIdle = () => {};

  /** @param program the file of this program, or whatever else answers as {@link runPasswordThread} does */
  constructor(program: string | URL, timers: Timers) {
    this.#program = program;
    this.#timers = timers;
  }

  /** One at a time. */
  readonly compare: ComparePassword = (password, hash) =>
    new Promise<boolean>((resolve, reject) => {
      this.#cancelIdle();
      const worker = this.#started();
      const done = (): void => {
        cancel();
        worker.off('message', answered).off('error', lost).off('exit', lost);
      };
      const answered = (answer: unknown): void => {
        done();
        this.#cancelIdle = this.#timers.after(idle, () => this.#end());
        resolve(answer === true);
      };
      const lost = (error: unknown): void => {
        done();
        this.#end();
        reject(error instanceof Error ? error : new Error('the thread for passwords has ended'));
      };
      const cancel = this.#timers.after(longest, () => lost(new Error('comparing a password took too long')));
      worker.on('message', answered).on('error', lost).on('exit', lost);
      const question: Question = { password, hash };
      worker.postMessage(question);
    });

  /** Nothing is compared any more. */
  stop(): void {
    this.#cancelIdle();
    this.#end();
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(this.#program, {
      workerData: role,
      // What it would print, or have in its environment, is none of ours.
      stdout: true,
      stderr: true,
      env: {},
      argv: [],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    });
    // Nobody listens between two questions.
    worker.on('error', () => {});
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #end(): void {
    const worker = this.#worker;
    this.#worker = null;
    worker?.terminate().catch(() => {});
  }
}

/** The other end: answers until it is ended. */
export async function runPasswordThread(): Promise<never> {
  // On Linux, and there only, this is about the thread that calls it: whatever else wants the processor goes first.
  if (process.platform === 'linux') {
    try {
      setPriority(19);
    } catch {
      // Then as it is.
    }
  }
  const { compareSync } = await import('bcryptjs');
  parentPort?.on('message', (question: unknown) => {
    parentPort?.postMessage(isQuestion(question) && compareSync(question.password, question.hash));
  });
  return new Promise(() => {});
}

function isQuestion(message: unknown): message is Question {
  return typeof message === 'object' && message !== null && 'password' in message && 'hash' in message;
}
