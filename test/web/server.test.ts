import { once } from 'node:events';
import { get } from 'node:http';
import { connect, createServer } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.ts';
import type { Snapshot } from '../../src/rig/snapshot.ts';
import { systemTimers } from '../../src/time.ts';
import { aCard, aSnapshot } from '../support/snapshots.ts';
import { exchange, type Started, start, textOf } from './started.ts';

describe('/metrics', () => {
  test('is the page of the registry, with its content type', async () => {
    const { address } = await start();
    const response = await fetch(`${address}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    expect(text).toBe(await createMetrics({ legacy: false }).render(aSnapshot()));
  });

  test('is the same with a query, for a browser too', async () => {
    const { address } = await start();
    const response = await fetch(`${address}/metrics?name[]=x`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    expect(await response.text()).toContain('fpga_card_up{card="card1"} 1');
  });

  test('is the newest moment at each request', async () => {
    let hashrate = 1;
    const card = aCard();
    const snapshot = () => aSnapshot({ cards: [{ ...card, gauges: { ...card.gauges, hashrate } }] });
    const { address } = await start({ snapshot });
    const read = async () =>
      /^fpga_hashrate\S+ (\d+)$/m.exec(await (await fetch(`${address}/metrics`)).text())?.[1];
    expect(await read()).toBe('1');
    hashrate = 2;
    expect(await read()).toBe('2');
  });
});

describe('/', () => {
  const prometheus =
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

  test.each([
    ['curl', '*/*'],
    ['Prometheus', prometheus],
  ])('is the metrics for %s', async (_, accept) => {
    const { address } = await start();
    const response = await fetch(address, { headers: { accept } });
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers.get('vary')).toBe('Accept');
    expect(await response.text()).toContain('fpga_card_up{card="card1"} 1');
  });

  test('is the metrics for a client that says nothing', async () => {
    const { port } = await start();
    const text = await exchange(port, 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).toContain('fpga_card_up{card="card1"} 1');
  });

  test('is a page for a browser', async () => {
    const { address } = await start();
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const response = await fetch(`${address}/?x=1`, { headers: { accept } });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('vary')).toBe('Accept');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(await response.text()).toMatch(/^<!doctype html>.*<td class="name"><a href="card\/card1">card1/s);
  });
});

describe('/health', () => {
  test.each([
    ['ok', 200, [aCard()]],
    ['waiting', 503, []],
    ['stale', 503, [aCard({ up: false, age: 300 })]],
  ])('of a rig that is %s answers %s', async (status, code, cards) => {
    const { address } = await start({ rig: { cards } });
    const response = await fetch(`${address}/health`);
    expect(response.status).toBe(code);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toMatchObject({ status, cards: cards.map(({ name }) => ({ card: name })) });
  });
});

test('/api/cards is the cards as JSON', async () => {
  const { address } = await start();
  const response = await fetch(`${address}/api/cards`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    cards: [{ card: 'card1', hashrate: 2310000000 }],
    miners: [{}],
  });
});

test.each(['/metrics', '/', '/health', '/api/cards', '/api/events', '/nowhere'])(
  'HEAD %s has the headers of GET and no body',
  async (path) => {
    const { address } = await start();
    const [head, got] = await Promise.all([
      fetch(address + path, { method: 'HEAD' }),
      fetch(address + path, { method: 'GET' }),
    ]);
    expect(head.status).toBe(got.status);
    expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'));
    expect(Number(head.headers.get('content-length'))).toBe(Buffer.byteLength(await got.text()));
    expect(await head.text()).toBe('');
  },
);

test.each(['/nowhere', '/metrics/', '/../etc/passwd', '//metrics'])('%s is not found', async (path) => {
  const { port } = await start();
  const [response] = await once(get({ port, host: '127.0.0.1', path }), 'response');
  expect(response.statusCode).toBe(404);
  expect(await textOf(response)).toBe(
    'not found; there are /, /metrics, /health, /api/cards, /api/events, /api/history, /hive, /mmpos\n',
  );
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s is not allowed', async (method) => {
  const { address } = await start();
  const response = await fetch(`${address}/metrics`, { method });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET, HEAD');
  expect(await response.text()).toBe('only GET and HEAD\n');
});

test('a whole address in the request line, as to a proxy, is understood', async () => {
  const { port } = await start();
  const text = await exchange(
    port,
    'GET http://localhost:9090/health?x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  );
  expect(text).toContain('"status":"ok"');
});

test.each(['/', '/metrics', '/health', '/api/cards', '/api/events', '/nowhere'])(
  '%s is not stored, not sniffed and may load nothing',
  async (path) => {
    const { address } = await start();
    const { headers } = await fetch(address + path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  },
);

test('connections are kept between scrapes', async () => {
  const { port } = await start();
  const socket = connect(port, '127.0.0.1');
  for (const _ of [1, 2]) {
    socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const [chunk] = await once(socket, 'data');
    expect(`${chunk}`).toContain('"status":"ok"');
  }
  socket.destroy();
});

describe('when an answer cannot be made', () => {
  function broken(): { snapshot: () => Snapshot; repair(): void; breakAgain(): void } {
    let works = false;
    return {
      snapshot() {
        if (!works) throw new Error('the store is upside down');
        return aSnapshot();
      },
      repair() {
        works = true;
      },
      breakAgain() {
        works = false;
      },
    };
  }

  test.each(['/', '/metrics', '/health', '/api/cards', '/api/events'])(
    '%s answers 500 without the reason',
    async (path) => {
      const { address, problems } = await start(broken());
      const response = await fetch(address + path);
      expect(response.status).toBe(500);
      expect(await response.text()).toBe('internal error\n');
      expect(problems).toEqual(['the metrics server could not answer: the store is upside down']);
    },
  );

  test('it is told each time, and that it is over once', async () => {
    const store = broken();
    const onRecovered = vi.fn();
    const { address, problems } = await start({ snapshot: store.snapshot, onRecovered });
    const ask = async (path: string) => (await fetch(`${address}${path}`)).status;
    expect([await ask('/metrics'), await ask('/metrics'), await ask('/health')]).toEqual([500, 500, 500]);
    expect(problems).toHaveLength(3);
    store.repair();
    expect(await ask('/metrics')).toBe(200);
    expect(onRecovered).not.toHaveBeenCalled();
    await ask('/health');
    expect([await ask('/metrics'), await ask('/health')]).toEqual([200, 200]);
    expect(onRecovered).toHaveBeenCalledTimes(1);
  });

  test('what fails outside of an answer ends the connection, and the next request is answered', async () => {
    let failing = true;
    const { address, problems } = await start({
      timers: {
        after(seconds, callback) {
          if (failing) throw new Error('no timers left');
          return systemTimers.after(seconds, callback);
        },
      },
    });
    await expect(fetch(`${address}/metrics`)).rejects.toThrow();
    expect(problems).toEqual(['the metrics server could not answer: no timers left']);
    failing = false;
    expect((await fetch(`${address}/metrics`)).status).toBe(200);
  });

  test('and the problem cannot be told either, the server goes on', async () => {
    const store = broken();
    const { address } = await start({
      snapshot: store.snapshot,
      onProblem() {
        throw new Error('nobody listens');
      },
    });
    await expect(fetch(`${address}/metrics`)).rejects.toThrow();
    store.repair();
    expect((await fetch(`${address}/metrics`)).status).toBe(200);
  });
});

describe('a scrape', () => {
  test('is told when the metrics were handed over, at either path', async () => {
    const { address, scrapes } = await start();
    await (await fetch(`${address}/metrics`)).text();
    expect(scrapes()).toBe(1);
    await (await fetch(address)).text();
    expect(scrapes()).toBe(2);
  });

  test('is neither the page, nor JSON, nor HEAD, nor a failure', async () => {
    const { address, scrapes } = await start();
    await fetch(address, { headers: { accept: 'text/html' } });
    await fetch(`${address}/health`);
    await fetch(`${address}/api/cards`);
    await fetch(`${address}/nowhere`);
    await fetch(`${address}/metrics`, { method: 'HEAD' });
    expect(scrapes()).toBe(0);
  });
});

test('without a host it listens on all interfaces', async () => {
  const { port } = await start({ host: null });
  const response = await fetch(`http://127.0.0.1:${port}/health`);
  expect(response.status).toBe(200);
});

test('a taken port is told of, and had as soon as it is free', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const bound = other.address();
  const port = typeof bound === 'object' ? (bound?.port ?? 0) : 0;
  const rings: (() => void)[] = [];
  let listening: Promise<Started> | undefined;
  const line = await new Promise<string>((told) => {
    listening = start({
      port,
      onProblem: told,
      retryAfter: 3,
      timers: {
        after(_, callback) {
          rings.push(callback);
          return () => {};
        },
      },
    });
  });
  expect(line).toBe(
    `port ${port} is taken by another program; choose another with --port; trying again every 3 s`,
  );
  other.close();
  await once(other, 'close');
  rings[0]?.();
  const { address } = (await listening) ?? expect.unreachable();
  expect(address).toBe(`http://127.0.0.1:${port}`);
  expect((await fetch(`${address}/metrics`)).status).toBe(200);
});

describe('the end', () => {
  test('closes open connections at once, busy ones too, and frees the port', async () => {
    const { server, port } = await start();
    const idle = connect(port, '127.0.0.1');
    idle.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(idle, 'data');
    const busy = connect(port, '127.0.0.1');
    busy.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /health HTTP/1.1\r\nHost:');
    await once(busy, 'data');
    const closed = [once(idle, 'close'), once(busy, 'close')];
    await server.stop();
    await Promise.all(closed);
    const next = createServer().listen(port, '127.0.0.1');
    await once(next, 'listening');
    next.close();
    await once(next, 'close');
  });

  test('may come before the start, and twice', async () => {
    const { server, address } = await start();
    await server.stop();
    await server.stop();
    server.start();
    await expect(fetch(address)).rejects.toThrow();
  });
});
