import { afterEach, describe, expect, test } from 'vitest';
import { createPool } from '../../src/pools/create.ts';
import { checkPoolEntry } from '../../src/pools/entry.ts';
import { openSession } from '../../src/pools/http.ts';
import type { Pool, PoolReading } from '../../src/pools/pool.ts';
import { systemTimers } from '../../src/time.ts';
import { httpServer, poolServer, type TestServer } from './support/servers.ts';

const address = 'NQ07 0000 0000';
const now = Date.parse('2026-11-22T12:00:00Z') / 1000;
let servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

/** A server that has JSON under some paths, 404 elsewhere; text stands for itself. */
async function server(pages: Readonly<Record<string, unknown>>, asked: string[] = []): Promise<string> {
  const started = await httpServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (!Object.hasOwn(pages, path)) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>');
      return;
    }
    const page = pages[path];
    response.end(typeof page === 'string' ? page : JSON.stringify(page));
  });
  servers.push(started);
  return started.url;
}

function poolAt(url: string, changes: object = {}): Pool {
  const result = checkPoolEntry({ url, address, ...changes });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return createPool(result.entry);
}

async function poll(pool: Pool): Promise<PoolReading> {
  const session = openSession();
  try {
    return await pool.poll({ session, timers: systemTimers, now: () => now }, AbortSignal.timeout(8000));
  } finally {
    session.close();
  }
}

const icemining = '/api/wallet/NQ0700000000';
const yiimp = '/api/walletEx?address=NQ07+0000+0000';
const miningcore = '/api/pools/nim1/miners/NQ07%200000%200000';

describe('icemining', () => {
  test('adds up the workers', async () => {
    const wallet = {
      balance: '12.5',
      coin: 'NIM',
      workers: [{ hashrate: '1000' }, { hashrate: 500 }, { name: 'x' }],
    };
    expect(await poll(poolAt(await server({ [icemining]: wallet }), { kind: 'icemining' }))).toMatchObject({
      kind: 'icemining',
      addressKnown: true,
      hashrate: 1500,
      balance: { amount: 12.5, currency: 'NIM' },
    });
  });

  test('without workers has no hashrate, which is 0; null is an address that it does not know', async () => {
    const idle = await server({ [icemining]: { balance: 0, workers: [] } });
    expect(await poll(poolAt(idle, { kind: 'icemining' }))).toMatchObject({
      addressKnown: true,
      hashrate: 0,
    });
    const unknown = await server({ [icemining]: null });
    expect(await poll(poolAt(unknown, { kind: 'icemining' }))).toMatchObject({
      addressKnown: false,
      hashrate: null,
    });
  });
});

test.each([
  ['/api/wallet', icemining],
  ['/api/wallet/', icemining],
  ['/api/walletEx', yiimp],
  ['/api/walletEx/', yiimp],
])('a URL that ends with %s is asked below what stands before it', async (end, path) => {
  const asked: string[] = [];
  const url = await server({ [path]: { balance: 1, workers: [] } }, asked);
  await poll(poolAt(`${url}${end}`));
  expect(asked).toEqual([path]);
});

describe('yiimp', () => {
  test('adds up what is accepted', async () => {
    const wallet = {
      currency: 'NIM',
      balance: 1,
      unpaid: 2.5,
      miners: [{ accepted: 10, rejected: 3 }, { accepted: 5 }],
    };
    expect(await poll(poolAt(await server({ [yiimp]: wallet }), { kind: 'yiimp' }))).toMatchObject({
      hashrate: 15,
      balance: { amount: 2.5, currency: 'NIM' },
    });
  });

  test('that says nothing may have been asked too often', async () => {
    await expect(poll(poolAt(await server({ [yiimp]: '' }), { kind: 'yiimp' }))).rejects.toThrow(
      'answers with nothing: it does not know the address, or is asked too often',
    );
  });
});

describe('miningcore', () => {
  const miner = { pendingBalance: 3, performance: { workers: { a: { hashrate: 7 }, b: { hashrate: 8 } } } };

  test('adds up the workers of a pool that is named', async () => {
    const url = await server({ [miningcore]: miner });
    expect(await poll(poolAt(`${url}/api/pools/nim1`))).toMatchObject({
      kind: 'miningcore',
      hashrate: 15,
      balance: { amount: 3, currency: '' },
    });
  });

  test('finds the only pool, and asks for it once', async () => {
    const asked: string[] = [];
    const pool = poolAt(
      await server({ '/api/pools': { pools: [{ id: 'nim1' }] }, [miningcore]: miner }, asked),
      {
        kind: 'miningcore',
      },
    );
    await poll(pool);
    await poll(pool);
    expect(asked.filter((path) => path === '/api/pools')).toHaveLength(1);
  });

  test('wants one of several pools named', async () => {
    const url = await server({ '/api/pools': { pools: [{ id: 'a' }, { id: 'b' }] } });
    await expect(poll(poolAt(url, { kind: 'miningcore' }))).rejects.toThrow(
      `has several pools (a, b); give one: --pool ${url}/api/pools/a`,
    );
  });

  test('does not know an address of which it has zeros only, or nothing', async () => {
    for (const page of [{ pendingShares: 0, pendingBalance: 0, totalPaid: 0 }, '']) {
      const url = await server({ [miningcore]: page });
      expect(await poll(poolAt(`${url}/api/pools/nim1`))).toMatchObject({
        addressKnown: false,
        hashrate: null,
      });
    }
  });

  test('knows a miner that rests', async () => {
    const url = await server({ [miningcore]: { pendingBalance: 0, totalPaid: 9 } });
    expect(await poll(poolAt(`${url}/api/pools/nim1`))).toMatchObject({ addressKnown: true, hashrate: 0 });
  });
});

describe('any other', () => {
  const json =
    'hashrate=workers[*].rate*1e9,last-share=workers[*].last,balance=owed/1e8,shares=n,currency=RB4';

  test('is read by paths, with the address put into the URL', async () => {
    const page = {
      workers: [
        { rate: 1.5, last: now - 100 },
        { rate: '2', last: '2026-11-22T11:59:20Z' },
      ],
      owed: 5e8,
      n: 17,
    };
    const url = await server({ '/m/NQ07%200000%200000?full': page });
    expect(await poll(poolAt(`${url}/m/{address}?full`, { json }))).toEqual({
      kind: 'json',
      addressKnown: null,
      hashrate: 3.5e9,
      fromShares: null,
      lastShareAt: now - 40,
      balance: { amount: 5, currency: 'RB4' },
      shareCount: 17,
    });
  });

  test('gives decimal numbers, though they are multiplied and summed up', async () => {
    const page = { workers: [{ rate: 17.147 }], owed: 123456789 };
    expect(await poll(poolAt(await server({ '/': page }), { json }))).toMatchObject({
      hashrate: 17_147_000_000,
      balance: { amount: 1.23456789 },
    });
    const two = { workers: [{ rate: 0.1 }, { rate: 0.2 }], owed: 29 };
    expect(await poll(poolAt(await server({ '/': two }), { json }))).toMatchObject({
      hashrate: 300_000_000,
      balance: { amount: 2.9e-7 },
    });
  });

  test('tells no last share by a time that can not be right', async () => {
    const page = { rate: 1, t: 1e17 };
    const url = await server({ '/': page });
    expect(await poll(poolAt(url, { json: 'hashrate=rate,last-share=t' }))).toMatchObject({
      hashrate: 1,
      lastShareAt: null,
    });
  });

  test('has its times scaled, and of several the newest that can be right', async () => {
    const url = await server({ '/': { t: [(now - 9) * 1e6, (now - 7) * 1e6, 4e18] } });
    expect(await poll(poolAt(url, { json: 'last-share=t[*]/1000000' }))).toMatchObject({
      lastShareAt: now - 7,
    });
  });

  test('of no workers the sum is 0; where nothing is as it should be it is a problem', async () => {
    expect(await poll(poolAt(await server({ '/': { workers: [] } }), { json }))).toMatchObject({
      hashrate: 0,
    });
    for (const page of [{}, [], 7, 'null', { workers: 'many' }, { workers: [{ rate: 'fast' }] }])
      await expect(poll(poolAt(await server({ '/': page }), { json }))).rejects.toThrow('look at the paths');
  });
});

describe('a kind that is not given', () => {
  const wallet = { balance: 1, workers: [{ hashrate: 1000 }] };

  test('is guessed from the answer, and remembered', async () => {
    const asked: string[] = [];
    const pool = poolAt(await server({ [icemining]: wallet }, asked));
    expect(await poll(pool)).toMatchObject({ kind: 'icemining', hashrate: 1000 });
    expect(asked).toHaveLength(2);
    await poll(pool);
    expect(asked).toHaveLength(3);
  });

  test.each([
    ['yiimp', { [yiimp]: { miners: [{ accepted: 1 }] } }],
    ['miningcore', { '/api/pools': { pools: [{ id: 'nim1' }] }, [miningcore]: { pendingBalance: 1 } }],
  ])('may be %s', async (kind, pages) => {
    expect((await poll(poolAt(await server(pages)))).kind).toBe(kind);
  });

  test('may be a 0xBitcoin pool', async () => {
    const started = await poolServer(4, { getMinerData: ['minerData', { avgHashrate: 5 }] });
    servers.push(started);
    expect(await poll(poolAt(started.url))).toMatchObject({ kind: 'tokenpool', hashrate: 5 });
  });

  test('is none of which a bare null is all that is heard', async () => {
    const started = await httpServer((_, response) => response.end('null'));
    servers.push(started);
    await expect(poll(poolAt(`${started.url}/null`))).rejects.toThrow(
      'answers with something else instead of data',
    );
    expect(await poll(poolAt(`${started.url}/api/wallet`))).toMatchObject({
      kind: 'icemining',
      addressKnown: false,
    });
  });

  test('is none that is known', async () => {
    await expect(poll(poolAt(await server({})))).rejects.toThrow('answers with HTTP 404 instead of data');
  });

  test('is not tried on who fails', async () => {
    const asked: string[] = [];
    const started = await httpServer((request, response) => {
      asked.push(request.url ?? '');
      request.socket.destroy();
      response.destroy();
    });
    servers.push(started);
    await expect(poll(poolAt(started.url))).rejects.toThrow('breaks the connection off');
    expect(asked).toHaveLength(1);
  });
});

test.each([
  [404, 'answers with HTTP 404'],
  [429, 'is asked too often (HTTP 429); give a longer --pool-interval'],
  [500, 'fails (HTTP 500)'],
])('status %i is a problem', async (status, words) => {
  const started = await httpServer((_, response) => response.writeHead(status).end('{}'));
  servers.push(started);
  await expect(poll(poolAt(started.url, { kind: 'yiimp' }))).rejects.toThrow(words);
});

test('an answer without a figure is a problem', async () => {
  const url = await server({ [yiimp]: { unpaid: [], miners: [{ accepted: {} }] } });
  await expect(poll(poolAt(url, { kind: 'yiimp' }))).rejects.toThrow(
    'answers, but with no figure that can be read',
  );
});

test('JSON of any type is read, or a problem in words of our own', async () => {
  const pages = [
    '{"workers":',
    '[1,',
    'NaN',
    '"x"',
    '7',
    '[]',
    '{"workers":7,"balance":[]}',
    '{"workers":{"a":null}}',
  ];
  for (const kind of ['icemining', 'yiimp', 'miningcore']) {
    for (const page of pages) {
      const url = await server({ [icemining]: page, [yiimp]: page, [miningcore]: page });
      const outcome = await poll(
        poolAt(`${url}/api/pools/nim1`.replace(kind === 'miningcore' ? '' : '/api/pools/nim1', ''), { kind }),
      ).then(
        (reading) => reading.hashrate,
        (error: Error) => error.name,
      );
      expect([null, 0, 'OtherKind', 'PoolProblem'], `${kind} ${page}`).toContain(outcome);
    }
  }
});
