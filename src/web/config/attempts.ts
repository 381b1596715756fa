import { isIPv6 } from 'node:net';
import type { Clock } from '../../time.ts';

/** Wrong passwords that an address has for nothing, and seconds until it has one more. */
const burst = 10;
const interval = 10;

/** Addresses that are remembered; who has as many can't be slowed by them. */
const mostAddresses = 1000;

interface Account {
  readonly left: number;
  readonly at: number;
}

/** How many wrong passwords each address may still try. */
export class Attempts {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #accounts = new Map<string, Account>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Below 1 there is none; not a whole number, as they come back bit by bit. */
  left(address: string): number {
    const account = this.#accounts.get(groupOf(address));
    return account === undefined
      ? burst
      : Math.min(burst, account.left + (this.#clock.monotonic() - account.at) / interval);
  }

  /** Seconds until there is one again; 0 when there is. */
  wait(address: string): number {
    return Math.max(0, 1 - this.left(address)) * interval;
  }

  take(address: string): void {
    this.#set(address, this.left(address) - 1);
  }

  /** It was no wrong password after all. */
  giveBack(address: string): void {
    this.#set(address, Math.min(burst, this.left(address) + 1));
  }

  #set(address: string, left: number): void {
    const group = groupOf(address);
    this.#accounts.delete(group);
    if (left < burst) this.#accounts.set(group, { left, at: this.#clock.monotonic() });
    const [oldest] = this.#accounts.keys();
    if (this.#accounts.size > mostAddresses && oldest !== undefined) this.#accounts.delete(oldest);
  }
}

/** One client of IPv6 usually has all addresses with the same first 64 bits. */
function groupOf(address: string): string {
  const v4 = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (v4 !== undefined || !isIPv6(address)) return v4 ?? address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
