import { isIPv6 } from 'node:net';

/** What to type into a browser on this machine. */
export function addressOf(host: string | null, port: number, encrypts: boolean): string {
  const name = host === null || host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http${encrypts ? 's' : ''}://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}
