import type { LookupAddress } from 'node:dns';
import { Resolver, lookup as systemLookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import path from 'node:path';
import { PoolProblem } from './problem.ts';

/** Where names are looked up; injected for tests. */
export interface NameSources {
  /** The text of the file of hosts; `''` when it can't be read. */
  readonly hosts: () => Promise<string>;
  /** Asks the name servers without occupying a thread. */
  readonly resolver: () => {
    resolve4(name: string): Promise<readonly string[]>;
    resolve6(name: string): Promise<readonly string[]>;
  };
  /** The system's own way, in a thread that can't be taken back. */
  readonly system: (name: string) => Promise<readonly LookupAddress[]>;
}

/** How long a name server may take for an answer, in milliseconds, and how often it is asked. */
const patience = { timeout: 2000, tries: 2 };

/** The computer's names. */
export const systemNames: NameSources = {
  hosts: () => readFile(hostsFile(), 'utf8').catch(() => ''),
  resolver: () => new Resolver(patience),
  system: (name) => systemLookup(name, { all: true }),
};

/**
 * The addresses of a host. The system's own way takes one of the four threads that also write the log, for as long as
 * a name server is silent, and the process could not end before; so the name servers are asked without a thread, and
 * the system only for what they do not know (names of the local network), that is when they do answer.
 *
 * @throws PoolProblem when there is none
 */
export async function addressesOf(name: string, sources: NameSources): Promise<readonly LookupAddress[]> {
  if (/^(?:.+\.)?localhost\.?$/i.test(name)) {
    return ['127.0.0.1', '::1'].map(hostAddress);
  }
  const listed = addressesIn(await sources.hosts(), name);
  if (listed.length > 0) return listed;

  const resolver = sources.resolver();
  const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = [four, six].flatMap((one) => (one.status === 'fulfilled' ? one.value : [])).map(hostAddress);
  if (found.length > 0) return found;
  if ([four, six].some((one) => one.status === 'rejected' && isSilence(one.reason)))
    throw new PoolProblem("can't be found: the name server does not answer");
  const known = await sources.system(name).catch(() => []);
  if (known.length === 0) throw new PoolProblem("can't be found: there is no host of this name");
  return known;
}

/** The same, as Node's sockets want it. */
export function lookupWith(sources: NameSources): LookupFunction {
  return (name, options, callback) => {
    addressesOf(name, sources).then(
      (all) => {
        const family = options.family === 'IPv6' ? 6 : options.family === 'IPv4' ? 4 : options.family;
        const fitting = family === 4 || family === 6 ? all.filter((one) => one.family === family) : all;
        const [first] = fitting;
        if (first === undefined) callback(new PoolProblem("can't be found under such an address"), '', 0);
        else if (options.all === true) callback(null, [...fitting]);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, '', 0),
    );
  };
}

/** hosts(5): an address, then its names; a comment begins with #. */
function addressesIn(hosts: string, name: string): readonly LookupAddress[] {
  const wanted = name.toLowerCase();
  return hosts.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
    return names.includes(wanted) ? [hostAddress(address)] : [];
  });
}

function hostAddress(address: string): LookupAddress {
  return { address, family: address.includes(':') ? 6 : 4 };
}

function hostsFile(): string {
  const windows = process.env['SystemRoot'];
  return process.platform === 'win32' && windows !== undefined
    ? path.join(windows, 'System32', 'drivers', 'etc', 'hosts')
    : '/etc/hosts';
}

function isSilence(reason: unknown): boolean {
  return reason instanceof Error && 'code' in reason && reason.code === 'ETIMEOUT';
}
