import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { exchange, received, start, usualContents, withMetrics } from './started.ts';

describe('a request with a body', () => {
  test('is refused, and the connection closed', async () => {
    const { port } = await start();
    const text = await exchange(
      port,
      'GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello',
    );
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
    expect(text).toMatch(/^connection: close$/im);
  });

  test('is refused before the body is sent', async () => {
    const { port } = await start();
    const asked = request({
      port,
      host: '127.0.0.1',
      path: '/metrics',
      headers: { 'transfer-encoding': 'chunked' },
    });
    asked.on('error', () => {});
    asked.flushHeaders();
    const [response] = await once(asked, 'response');
    expect(response.statusCode).toBe(413);
    asked.destroy();
  });

  test('is not asked for one', async () => {
    const { port } = await start();
    const text = await exchange(
      port,
      'POST /metrics HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n',
    );
    expect(text).toMatch(/^HTTP\/1\.1 405 /);
  });
});

describe('what is no proper request', () => {
  test.each([
    ['garbage', '\u0000\u0001 what?\r\n\r\n', 400],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003', 400],
    ['no Host', 'GET /metrics HTTP/1.1\r\n\r\n', 400],
    ['an unknown method', 'BREW /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n', 501],
    ['a tunnel', 'CONNECT rig:22 HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
    ['a huge header', `GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20000)}\r\n\r\n`, 431],
  ])('%s is answered and the connection closed', async (_, bytes, status) => {
    const { port, address } = await start();
    expect(await exchange(port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await fetch(`${address}/metrics`)).status).toBe(200);
  });
});

test('whoever asks for a tunnel and tears it off does no harm', async () => {
  const { port, address } = await start();
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write('CONNECT rig:22 HTTP/1.1\r\nHost: localhost\r\n\r\nand more');
  await once(socket, 'data');
  socket.resetAndDestroy();
  expect((await fetch(`${address}/metrics`)).status).toBe(200);
});

test('a header of a megabyte is refused before it is read', async () => {
  const { port } = await start();
  const text = await exchange(
    port,
    `GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(1024 * 1024)}\r\n\r\n`,
  );
  expect(text).toMatch(/^HTTP\/1\.1 431 /);
});

test('a request that comes byte by byte is answered', async () => {
  const { port } = await start();
  const socket = connect(port, '127.0.0.1').setNoDelay();
  const text = received(socket);
  for (const byte of 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n') {
    socket.write(byte);
    await setImmediate();
  }
  expect(await text).toContain('"status":"ok"');
});

test('a request of many pieces is answered', async () => {
  const { port } = await start();
  const text = await exchange(
    port,
    `GET /health HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(10_000)}\r\nConnection: close\r\n\r\n`,
  );
  expect(text).toContain('"status":"ok"');
});

describe('whoever asks again before the answer', () => {
  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

  test('gets the first answer, and the connection is closed', async () => {
    const { port } = await start();
    const text = await exchange(port, get('/health') + get('/metrics'));
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n.*"status":"ok"[^\n]*\n$/s);
    expect(text).toMatch(/^connection: close\r$/im);
  });

  test('a thousand times costs two pages at the most', async () => {
    let pages = 0;
    const { port, address } = await start({ contents: withMetrics(() => `page ${++pages}`) });
    expect(await exchange(port, get('/metrics').repeat(1000))).toMatch(/^HTTP\/1\.1 200 .*page 1$/s);
    expect(await (await fetch(`${address}/metrics`)).text()).toBe('page 2');
  });

  test('is not read on until the answer is there', async () => {
    const metrics = () => new Promise<never>(() => {});
    const { port } = await start({ contents: { ...usualContents, metrics } });
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    // More than the system keeps on the way.
    const long = `GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(10_000)}\r\n\r\n`;
    socket.write(long.repeat(2000));
    const allRead = once(socket, 'drain').then(() => expect.unreachable('all was read'));
    await Promise.race([allRead, sleep(1500)]);
    socket.destroy();
  });

  test('while the answer is on its way gets all of it', async () => {
    const megabytes = 8 * 1024 * 1024;
    const { port } = await start({ contents: withMetrics(() => '*'.repeat(megabytes)) });
    const socket = connect(port, '127.0.0.1').pause();
    socket.write(get('/metrics'));
    await once(socket, 'readable');
    socket.write(get('/metrics'));
    expect((await received(socket.resume())).replace(/^.*?\r\n\r\n/s, '')).toHaveLength(megabytes);
  });
});

describe('a client that closes its sending side', () => {
  /** Sends bytes and the end of them at once. */
  async function sent(port: number, bytes: string): Promise<string> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.end(bytes);
    socket.on('end', () => socket.end());
    return received(socket);
  }

  test.each([
    ['of HTTP/1.1', 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    [
      'of HTTP/1.1 that asks for the end',
      'GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    ],
    ['of HTTP/1.0', 'GET /metrics HTTP/1.0\r\n\r\n'],
  ])('after a request %s gets its answer', async (_, bytes) => {
    const { port } = await start();
    expect(await sent(port, bytes)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*fpga_card_up\{card="card1"\} 1/s);
  });

  test.each([
    ['in the middle of a request', 'GET /metrics HTTP/1.1\r\nHost', 400],
    ['after what is no HTTP', 'what?\r\n\r\n', 400],
    ['after an unknown method', 'BREW /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n', 501],
  ])('%s is told what is wrong', async (_, bytes, status) => {
    const { port } = await start();
    expect(await sent(port, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test('without a request is let go', async () => {
    const { port } = await start();
    expect(await sent(port, '')).toBe('');
  });
});

describe('a client that is slow', () => {
  const limits = { headerSeconds: 0.1 };

  test.each([
    ['sends nothing', ''],
    ['never ends its headers', 'GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: y'],
  ])('and %s is dropped', async (_, bytes) => {
    const { port } = await start({ limits });
    expect(await exchange(port, bytes)).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('and waits too long between two requests is dropped', async () => {
    const { port } = await start({ limits: { keepAliveSeconds: 0.05 } });
    expect(await exchange(port, 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')).toContain(
      '"status":"ok"',
    );
  });

  test('and does not read its answer is dropped', async () => {
    const contents = withMetrics(() => 'x'.repeat(64 * 1024 * 1024));
    const rings: (() => void)[] = [];
    const { port } = await start({
      contents,
      timers: {
        after(_, callback) {
          rings.push(callback);
          return () => {};
        },
      },
    });
    const socket = connect(port, '127.0.0.1').pause();
    socket.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'readable');
    for (const ring of rings) ring();
    const text = await received(socket.resume());
    expect(text.length).toBeLessThan(64 * 1024 * 1024);
  });

  test('keeps nobody else waiting', async () => {
    const { port, address } = await start();
    const idle = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
    await Promise.all(idle.map((socket) => once(socket, 'connect')));
    expect((await fetch(`${address}/metrics`)).status).toBe(200);
    for (const socket of idle) socket.destroy();
  });
});

describe('when there are as many connections as allowed', () => {
  test('a scrape gets through, and the connection that has sent nothing for longest is closed', async () => {
    const { port, address } = await start({ limits: { connections: 2 } });
    const closed: string[] = [];
    const silent = ['first', 'second'].map((name) => {
      const socket = connect(port, '127.0.0.1').on('close', () => closed.push(name));
      return once(socket.resume(), 'connect').then(() => socket);
    });
    const sockets = await Promise.all(silent);
    expect((await fetch(`${address}/metrics`)).status).toBe(200);
    expect(closed).toEqual(['first']);
    for (const socket of sockets) socket.destroy();
  });

  test('five times as many that send nothing keep no scrape out', async () => {
    const { port, address } = await start({ limits: { connections: 10 } });
    const silent = Array.from({ length: 50 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    expect((await fetch(`${address}/metrics`)).status).toBe(200);
    for (const socket of silent) socket.destroy();
  });
});

test('requests that come at once share one page, and the next gets a newer one', async () => {
  let pages = 0;
  const { port } = await start({ contents: withMetrics(() => `page ${++pages}`) });
  // Only once all are taken in do they ask, all in the same turn.
  const sockets = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
  for (const socket of sockets) socket.write('GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await Promise.all(sockets.map((socket) => once(socket, 'data')));
  for (const socket of sockets)
    socket.write('GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  const texts = await Promise.all(sockets.map(received));
  for (const text of texts) expect(text).toMatch(/^HTTP\/1\.1 200 .*page \d+$/s);
  expect(pages).toBeLessThan(10);
  const before = pages;
  expect(
    await exchange(port, 'GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
  ).toMatch(`page ${before + 1}`);
});
