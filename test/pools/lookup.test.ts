import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { expect, test } from 'vitest';
import { addressesOf, lookupWith, type NameSources } from '../../src/pools/lookup.ts';

function names(changes: Partial<NameSources> = {}): NameSources & { readonly asked: string[] } {
  const asked: string[] = [];
  const unknown = (what: string) => () => {
    asked.push(what);
    return Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  };
  return {
    asked,
    hosts: () =>
      Promise.resolve(
        '127.0.0.1 localhost\n# a comment\n192.0.2.7\tPool.Lan pool # the pool\n::7 pool.lan\n',
      ),
    resolver: () => ({ resolve4: unknown('4'), resolve6: unknown('6') }),
    system: unknown('system'),
    ...changes,
  };
}

test('the file of hosts goes first, and upper and lower case are the same', async () => {
  const sources = names();
  expect(await addressesOf('POOL.lan', sources)).toEqual([
    { address: '192.0.2.7', family: 4 },
    { address: '::7', family: 6 },
  ]);
  expect(sources.asked).toEqual([]);
});

test('the name servers are asked for both families, and one is enough', async () => {
  const sources = names({
    resolver: () => ({
      resolve4: () => Promise.reject(Object.assign(new Error('none'), { code: 'ENODATA' })),
      resolve6: () => Promise.resolve(['2001:db8::1']),
    }),
  });
  expect(await addressesOf('pool.example', sources)).toEqual([{ address: '2001:db8::1', family: 6 }]);
  expect(sources.asked).toEqual([]);
});

test('what the name servers do not know is asked of the system', async () => {
  const sources = names({ system: () => Promise.resolve([{ address: '192.0.2.9', family: 4 }]) });
  expect(await addressesOf('nas.local', sources)).toEqual([{ address: '192.0.2.9', family: 4 }]);
});

test('a name server that is silent costs no thread: the system is not asked', async () => {
  const blackHole = createSocket('udp4');
  await new Promise<void>((resolve) => blackHole.bind(0, '127.0.0.1', resolve));
  const sources = names({
    resolver: () => {
      const resolver = new Resolver({ timeout: 100, tries: 2 });
      resolver.setServers([`127.0.0.1:${blackHole.address().port}`]);
      return resolver;
    },
  });
  await expect(addressesOf('pool.example', sources)).rejects.toThrow(
    "can't be found: the name server does not answer",
  );
  expect(sources.asked).toEqual([]);
  blackHole.close();
});

test('a socket that wants one family gets it, or none', async () => {
  const look = (family: number) =>
    new Promise((resolve, reject) => {
      lookupWith(names())('pool.lan', { family }, (error, address) =>
        error ? reject(error) : resolve(address),
      );
    });
  expect(await look(6)).toBe('::7');
  expect(await look(4)).toBe('192.0.2.7');
  await expect(
    new Promise((_, reject) => {
      lookupWith(names())('pool', { family: 6 }, (error) => reject(error));
    }),
  ).rejects.toThrow("can't be found under such an address");
});
