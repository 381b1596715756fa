import { expect, test } from 'vitest';
import { networkAddress } from '../../src/platform/network-address.ts';

const of = (address: string, internal = false) => [{ address, family: 'IPv4' as const, internal }];

test('the address of the home network, of several', () => {
  expect(networkAddress({ lo: of('127.0.0.1', true), wg0: of('100.64.0.2'), eth0: of('192.168.7.5') })).toBe(
    '192.168.7.5',
  );
});

test('another one where there is no such; none of containers, and none of the machine itself', () => {
  expect(networkAddress({ docker0: of('172.17.0.1'), eth0: of('203.0.113.9') })).toBe('203.0.113.9');
  expect(networkAddress({ lo: of('127.0.0.1', true), docker0: of('172.17.0.1') })).toBe(null);
});
