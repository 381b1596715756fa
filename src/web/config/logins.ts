import { createHmac, randomBytes } from 'node:crypto';
import type { Clock, Timers } from '../../time.ts';
import { Attempts } from './attempts.ts';
import type { Credentials } from './basic-auth.ts';
import { unmatchableHash } from './bcrypt-hash.ts';

/** Whether a login is right; or that it was not compared, and seconds after which it is worth trying again. */
export type Login = 'right' | 'wrong' | { readonly retryAfter: number };

/** Compares a password with a bcrypt hash; rejects when that can't be done. */
export type ComparePassword = (password: string, hash: string) => Promise<boolean>;

/** bcrypt takes a tenth of a second by design; more than that is cut into pieces, between which requests are answered. */
export const comparePassword: ComparePassword = async (password, hash) => {
  const { compare } = await import('bcryptjs');
  return compare(password, hash);
};

/** What logins are checked with. */
export interface LoginsOptions {
  readonly compare: ComparePassword;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Results that are remembered, of each kind. */
const mostResults = 100;
/** Logins that wait to be compared. */
const mostWaiting = 12;
/** After a wrong password so many times its own time is rest: guessing has a quarter of a processor at the most. */
const restShare = 3;
/** Seconds of rest at the most. */
const longestRest = 1;

interface Waiting {
  readonly password: string;
  /** What it is compared with; something for a user who does not exist as well. */
  readonly hash: string;
  readonly userExists: boolean;
  readonly key: string;
  readonly address: string;
  /** Wrong passwords that its address had left: the most first. */
  readonly left: number;
  readonly gone: () => boolean;
  readonly settle: (login: Login | Promise<never>) => void;
}

/**
 * Checks user names and passwords. What is known to be right is let in at once, however many guess; a password that was
 * not seen before waits for its turn, one at a time. A user who does not exist takes as long as a wrong password.
 */
export class Logins {
  readonly #options: LoginsOptions;
  readonly #attempts: Attempts;
  /** Passwords are not kept: what is remembered is of no use to anybody else. */
  readonly #secret = randomBytes(32);
  readonly #right = new Recent(mostResults);
  readonly #wrong = new Recent(mostResults);
  readonly #underWay = new Map<string, Promise<Login>>();
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(options: LoginsOptions) {
    this.#options = options;
    this.#attempts = new Attempts(options.clock);
  }

  /**
   * @param users bcrypt hashes by name
   * @param address where it comes from
   * @param gone whether nobody waits for the answer any more
   * @returns a promise where it takes time, which rejects when passwords can't be checked
   */
  check(
    { user, password }: Credentials,
    users: ReadonlyMap<string, string>,
    address: string,
    gone: () => boolean,
  ): Login | Promise<Login> {
    const hash = users.get(user) ?? null;
    const key = createHmac('sha256', this.#secret)
      .update(JSON.stringify([user, hash, password]))
      .digest('base64');
    if (this.#right.has(key)) return 'right';
    if (this.#wrong.has(key)) return 'wrong';
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;

    const wait = this.#attempts.wait(address);
    if (wait > 0) return { retryAfter: Math.ceil(wait) };
    const left = this.#attempts.left(address);
    if (this.#waiting.length >= mostWaiting && !this.#makeRoom(left)) return { retryAfter: 5 };
    this.#attempts.take(address);
    const login = new Promise<Login>((settle) => {
      this.#waiting.push({
        password,
        hash: hash ?? unmatchableHash(users),
        userExists: hash !== null,
        key,
        address,
        left,
        gone,
        settle,
      });
    });
    this.#underWay.set(key, login);
    const over = () => this.#underWay.delete(key);
    login.then(over, over);
    if (!this.#busy) void this.#work();
    return login;
  }

  /**
   * The queue is full: the login from the address with the fewest attempts left is refused in favour of a new one whose
   * address has more.
   *
   * @param left the attempts of the new one's address
   */
  #makeRoom(left: number): boolean {
    const last = this.#waiting.reduce((one, other) => (other.left < one.left ? other : one));
    if (last.left >= left) return false;
    this.#refuse(last, { retryAfter: 5 });
    return true;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const next = this.#waiting.reduce((one, other) => (other.left > one.left ? other : one));
      if (next.gone()) this.#refuse(next, { retryAfter: 1 });
      else await this.#compare(next);
    }
    this.#busy = false;
  }

  /** It is not compared, so it was no attempt. */
  #refuse(waiting: Waiting, login: Login): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    this.#attempts.giveBack(waiting.address);
    waiting.settle(login);
  }

  async #compare(next: Waiting): Promise<void> {
    const { compare, clock, timers } = this.#options;
    const { password, hash, userExists, key, address, settle } = next;
    this.#waiting = this.#waiting.filter((other) => other !== next);
    const from = clock.monotonic();
    try {
      if ((await compare(password, hash)) && userExists) {
        this.#right.add(key);
        this.#attempts.giveBack(address);
        settle('right');
        return;
      }
      this.#wrong.add(key);
      settle('wrong');
    } catch (error) {
      this.#attempts.giveBack(address);
      settle(Promise.reject(error));
      return;
    }
    const rest = Math.min(longestRest, (clock.monotonic() - from) * restShare);
    await new Promise<void>((resolve) => timers.after(rest, resolve));
  }
}

/** The newest of many names: the oldest gives way. */
class Recent {
  readonly #most: number;
  readonly #names = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  has(name: string): boolean {
    if (!this.#names.has(name)) return false;
    this.add(name);
    return true;
  }

  add(name: string): void {
    this.#names.delete(name);
    this.#names.add(name);
    const [oldest] = this.#names;
    if (this.#names.size > this.#most && oldest !== undefined) this.#names.delete(oldest);
  }
}
