import { closeSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as next } from 'node:timers/promises';
import { type FollowFs, systemFollowFs } from '../../src/follow/follow-fs.ts';
import { FollowedLog, type FollowLogOptions } from '../../src/follow/followed-log.ts';
import { systemClock, systemTimers } from '../../src/time.ts';
import { FakeTime } from '../support/fake-time.ts';

/** What was handed on of one file. */
interface Seen {
  readonly chunks: Uint8Array[];
  ended: boolean;
  /** It ended after newer ones were read. */
  late: boolean;
}

/** A file system of which no changes are heard, as one on a server is. */
export const silentFs: FollowFs = {
  ...systemFollowFs,
  watchOpen: () => () => {},
  watchFolder: () => () => {},
};

/** A followed log, and all that was seen of it. */
export class Followed {
  readonly files: Seen[] = [];
  readonly states: string[] = [];
  readonly faults: unknown[] = [];
  /** Bytes seen. */
  length = 0;
  readonly #chunks: Uint8Array[] = [];
  readonly log: FollowedLog;
  /** `null` where the log is followed at its own pace. */
  readonly time: FakeTime | null;

  /** @param time moved by `look`; `null` for the computer's own */
  constructor(time: FakeTime | null, options: Partial<FollowLogOptions> & { readonly path: string }) {
    this.time = time;
    this.log = new FollowedLog({
      from: 'newest',
      once: false,
      clock: time ?? systemClock,
      timers: time ?? systemTimers,
      fs: time === null ? systemFollowFs : silentFs,
      hasReading: (block) => Buffer.from(block).includes('Hash'),
      shouldWait: () => false,
      onFile: () => this.#begin(),
      onState: (state) => this.states.push(state.type === 'unreadable' ? state.reason : state.type),
      onFault: (error) => this.faults.push(error),
      ...options,
    });
  }

  /** All bytes in the order in which they came. */
  get all(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** All that was seen, as text. */
  get text(): string {
    return this.all.toString();
  }

  /** What was seen of each file. */
  get texts(): string[] {
    return this.files.map(({ chunks }) => Buffer.concat(chunks).toString());
  }

  /** The next look, half a second later, and all that it gives to read. */
  async look(seconds = 0.5): Promise<this> {
    this.time?.advance(seconds);
    await this.settle();
    return this;
  }

  /** What is due is done. */
  async settle(): Promise<void> {
    const time = this.time;
    if (time === null) throw new Error('the time is not in our hands');
    for (;;) {
      time.advance(0);
      if (time.timers > 0) return;
      while (time.timers === 0) await next();
    }
  }

  #begin() {
    const seen: Seen = { chunks: [], ended: false, late: false };
    this.files.push(seen);
    return {
      bytes: (chunk: Uint8Array) => {
        if (seen.ended) throw new Error('bytes after the end');
        seen.chunks.push(chunk);
        this.#chunks.push(chunk);
        this.length += chunk.byteLength;
      },
      end: (late: boolean) => {
        if (seen.ended) throw new Error('ended twice');
        seen.ended = true;
        seen.late = late;
      },
    };
  }
}

/** A folder for logs, and what is followed in it. */
export class Rig {
  readonly folder = mkdtempSync(join(tmpdir(), 'follow-'));
  readonly #followed: Followed[] = [];
  readonly #open: number[] = [];

  path(name = 'miner.log'): string {
    return join(this.folder, name);
  }

  /** A miner that has its log open. */
  miner(flags = 'a', name = 'miner.log'): number {
    const fd = openSync(this.path(name), flags);
    this.#open.push(fd);
    return fd;
  }

  rename(from: string, to: string): void {
    renameSync(this.path(from), this.path(to));
  }

  /** The log has this text, and no other. */
  write(text: string): void {
    writeFileSync(this.path(), text);
  }

  /** Follows a log at the test's pace: every look is asked for. Nothing has been looked at yet. */
  follow(options: Partial<FollowLogOptions> = {}): Followed {
    return this.#add(new Followed(new FakeTime(1000), { path: this.path(), ...options }));
  }

  /** Follows a log at its own pace. */
  followLive(options: Partial<FollowLogOptions> = {}): Followed {
    return this.#add(new Followed(null, { path: this.path(), ...options }));
  }

  async close(): Promise<void> {
    for (const fd of this.#open) closeSync(fd);
    await Promise.all(this.#followed.map(({ log }) => log.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #add(followed: Followed): Followed {
    this.#followed.push(followed);
    return followed;
  }
}

/** Lines that differ, as a miner's do. */
export function lines(from: number, to: number): string {
  let text = '';
  for (let line = from; line < to; line += 1)
    text += `[40020000013AE3213511111C] Hash: 17.520GH/s [730MHz] Err: 0.1% 45.3C 0.85V Soln: ${line}/${line}\n`;
  return text;
}
