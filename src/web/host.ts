import { BlockList, isIP, isIPv6 } from 'node:net';
import { problem, type WebAnswer } from './answer.ts';

/** What a request says of whom it is for. */
export interface HostRequest {
  /** As it came in the request line. */
  readonly url: string;
  /** The values of each header, by its name in small letters. */
  readonly headers: NodeJS.Dict<string[]>;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Whether an address is reached from this machine only. */
export function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * Why a request is refused for its host. A web page elsewhere can have its own name point to a loopback address (DNS
 * rebinding) and read what is served there through somebody's browser: its requests bear that name.
 *
 * @param loopbackHost what the user wants to listen on, where that is a loopback address; `null` where others get in
 */
export function hostProblem({ url, headers }: HostRequest, loopbackHost: string | null): WebAnswer | null {
  // A proxy in front may have checked the other one.
  for (const name of ['host', 'authorization']) {
    if ((headers[name]?.length ?? 0) > 1) return refusal(400, `more than one header ${name}`);
  }
  // The host of a whole address, as to a proxy, takes the place of the header (RFC 9112, section 3.2.2).
  const host = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? headers['host']?.[0] ?? '';
  if (host === '') return null;
  const name = nameOf(host);
  if (name === null) return refusal(400, 'the header host names no host');
  if (loopbackHost === null || name === 'localhost' || isLoopback(name)) return null;
  if (name === nameOf(loopbackHost)) return null;
  return refusal(
    403,
    'on a loopback address only loopback names are served: localhost, 127.0.0.1, [::1]; a proxy must send one of them, others need another --host',
  );
}

/** The host of `host:port` as a URL has it, an IPv6 address without its brackets; `null` where it is none. */
function nameOf(host: string): string | null {
  if (!/^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+;=%-]+)(?::\d*)?$/i.test(host)) return null;
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$|\.$/g, '');
  } catch {
    return null;
  }
}

function refusal(status: number, line: string): WebAnswer {
  return problem(status, line, { connection: 'close' });
}
