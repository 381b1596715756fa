import { describe, expect, test } from 'vitest';
import { hostProblem, isLoopback } from '../../src/web/host.ts';

function statusOf(host: string | readonly string[], loopbackHost: string | null = '127.0.0.1', url = '/') {
  const hosts = typeof host === 'string' ? [host] : [...host];
  return hostProblem({ url, headers: { host: hosts } }, loopbackHost)?.status ?? 'served';
}

describe('on a loopback address', () => {
  test.each([
    'localhost',
    'localhost:9090',
    'LocalHost.:9090',
    '127.0.0.1',
    '127.0.0.1:9090',
    '127.8.9.10:1',
    '[::1]',
    '[::1]:9090',
    '[0:0:0:0:0:0:0:1]',
    '[::ffff:127.0.0.1]:9090',
    '',
  ])('%j is served', (host) => {
    expect(statusOf(host)).toBe('served');
  });

  test.each([
    'rebound.example',
    'rebound.example:9090',
    'localhost.rebound.example',
    'rebound.localhost.example:9090',
    '127.0.0.1.rebound.example',
    'notlocalhost',
    '192.168.1.50:9090',
    '0.0.0.0:9090',
    '128.0.0.1',
    '[::2]:9090',
    '[fe80::1]',
  ])('%j is refused', (host) => {
    expect(statusOf(host)).toBe(403);
  });

  test('the name that was asked to listen on is served: that of a machine may be a loopback address', () => {
    expect(statusOf('rig1:9090', 'rig1')).toBe('served');
    expect(statusOf('RIG1.', 'rig1')).toBe('served');
    expect(statusOf('rig2:9090', 'rig1')).toBe(403);
  });

  test('the host of a whole address counts, not the header', () => {
    expect(statusOf('rebound.example', '127.0.0.1', 'http://localhost:9090/metrics')).toBe('served');
    expect(statusOf('localhost', '127.0.0.1', 'http://rebound.example/metrics')).toBe(403);
    expect(statusOf('localhost', '127.0.0.1', 'http://localhost@rebound.example/')).toBe(400);
  });

  test('a request of HTTP/1.0 without a host is served', () => {
    expect(hostProblem({ url: '/', headers: {} }, '127.0.0.1')).toBeNull();
  });
});

describe('on any address', () => {
  test.each(['rig1:9090', 'metrics.example', '192.168.1.50:9090', '127.0.0.1', 'rig_1', '[fe80::1]:9090'])(
    '%j is served',
    (host) => {
      expect(statusOf(host, null)).toBe('served');
    },
  );

  test.each(['a b', 'a,b', 'http://a', 'user@a', 'a/b', 'a?b', 'a#b', '[::1', '::1', 'a:b', 'a:99999', 'ä'])(
    'the host %j is none',
    (host) => {
      expect(statusOf(host, null)).toBe(400);
    },
  );

  test('two hosts are refused, also the same twice', () => {
    expect(statusOf(['localhost', 'rebound.example'], null)).toBe(400);
    expect(statusOf(['localhost', 'localhost'], null)).toBe(400);
  });

  test('so are two passwords', () => {
    const headers = { host: ['localhost'], authorization: ['Basic YTpi', 'Basic YTpj'] };
    expect(hostProblem({ url: '/', headers }, null)?.status).toBe(400);
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['localhost', false],
])('%s is a loopback address: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
