import type { Clock } from '../../time.ts';
import { problem, type WebAnswer } from '../answer.ts';
import { credentialsOf } from './basic-auth.ts';
import type { WebAccess } from './load.ts';
import type { Login, Logins } from './logins.ts';

/** Who asks for something. */
export interface AuthClient {
  readonly authorization: string | undefined;
  readonly address: string;
  /** Whether nobody waits for the answer any more. */
  readonly gone: () => boolean;
}

/** Who may have what is served, as the web configuration has it: all of it or nothing. */
export class Auth {
  readonly #access: () => WebAccess;
  readonly #logins: Pick<Logins, 'check'>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** Requests that may come at once by the rate limit, and since when there are so many. */
  #requests: { readonly left: number; readonly at: number } | null = null;

  constructor(access: () => WebAccess, logins: Pick<Logins, 'check'>, clock: Pick<Clock, 'monotonic'>) {
    this.#access = access;
    this.#logins = logins;
    this.#clock = clock;
  }

  /** Go with every answer. */
  headers(): Readonly<Record<string, string>> {
    return this.#access().headers;
  }

  /** @returns null for who is let in; rejects when passwords can't be checked */
  async refusalFor(client: AuthClient): Promise<WebAnswer | null> {
    const { users } = this.#access();
    if (!this.#mayAsk()) return problem(429, 'too many requests', { 'retry-after': '1' });
    if (users.size === 0) return null;
    const credentials = credentialsOf(client.authorization);
    if (credentials === null) return refusal('wrong');
    return refusal(await this.#logins.check(credentials, users, client.address, client.gone));
  }

  #mayAsk(): boolean {
    const { rateLimit } = this.#access();
    if (rateLimit === null) return true;
    const { interval, burst } = rateLimit;
    const now = this.#clock.monotonic();
    const before = this.#requests ?? { left: burst, at: now };
    const left = Math.min(burst, before.left + (now - before.at) / interval);
    const may = left >= 1;
    this.#requests = { left: may ? left - 1 : left, at: now };
    return may;
  }
}

function refusal(login: Login): WebAnswer | null {
  if (login === 'right') return null;
  if (login === 'wrong')
    return problem(401, 'a user name and a password are needed', {
      'www-authenticate': 'Basic realm="fpga-tee", charset="UTF-8"',
    });
  return problem(429, 'too many attempts to log in', { 'retry-after': `${login.retryAfter}` });
}
