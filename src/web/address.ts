import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { networkAddress } from '../platform/network-address.ts';

/** What to type into a browser on this machine. */
export function addressOf(host: string | null, port: number, encrypts: boolean): string {
  const name = isAny(host) ? 'localhost' : (host ?? '');
  return `http${encrypts ? 's' : ''}://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}

/** What to type into a browser on another device of the network; `null` where that does not get here. */
export function addressFromNetwork(host: string | null, port: number, encrypts: boolean): string | null {
  if (!isAny(host))
    return /^(?:localhost|127\.|::1$)/.test(host ?? '') ? null : addressOf(host, port, encrypts);
  const own = networkAddress(networkInterfaces());
  return own === null ? null : addressOf(own, port, encrypts);
}

function isAny(host: string | null): boolean {
  return host === null || host === '0.0.0.0' || host === '::';
}
