import { afterEach, describe, expect, test } from 'vitest';
import { openSession } from '../../src/pools/http.ts';
import type { PoolReading } from '../../src/pools/pool.ts';
import { tokenpool, tokenpoolReading } from '../../src/pools/tokenpool.ts';
import { systemTimers } from '../../src/time.ts';
import { type Answers, httpServer, type PoolHabits, poolServer, type TestServer } from './support/servers.ts';

const address = '0xAbCd000000000000000000000000000000000001';
const now = 1_795_352_100;

const first = {
  shareCredits: 4,
  tokenBalance: 150_000_000,
  tokensAwarded: 0,
  varDiff: 1,
  validSubmittedSolutionsCount: 4,
  lastSubmittedSolutionTime: 1_795_352_075,
  hashRate: '4194304',
};
const second = {
  minerEthAddress: address,
  shareCredits: 9,
  tokenBalance: 0,
  alltimeTokenBalance: 500_000_000,
  tokensAwarded: 200_000_000,
  validSubmittedSolutionsCount: 77,
  lastSubmittedSolutionTime: 1_795_352_000,
  avgHashrate: 1_675_300_644.8,
};
/** Ten shares of difficulty 100, one a minute, the newest just now. */
const list = Array.from({ length: 11 }, (_, place) => ({ time: now - place * 60, difficulty: 100 }));

let servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function pool(version: 2 | 4, answers: Answers, habits: PoolHabits = {}) {
  const server = await poolServer(version, answers, habits);
  servers.push(server);
  return server;
}

async function poll(url: string, signal = new AbortController().signal): Promise<PoolReading> {
  const session = openSession();
  try {
    return await tokenpool(new URL(url), address).poll(
      { session, timers: systemTimers, now: () => now },
      signal,
    );
  } finally {
    session.close();
  }
}

const firstAnswers: Answers = {
  getMinerDetails: ['minerDetails', first],
  getMinerSubmittedShares: ['minerSubmittedShares', list],
};
const secondAnswers: Answers = { getMinerData: ['minerData', second], getMinerShares: ['minerShares', list] };

describe('a pool of the first generation, on Socket.IO 2', () => {
  test('is asked for the address as it is written, and read', async () => {
    const server = await pool(2, firstAnswers);
    expect(await poll(server.url)).toEqual({
      kind: 'tokenpool',
      addressKnown: true,
      hashrate: 4_194_304,
      fromShares: { hashrate: (10 * 100 * 2 ** 22) / 600, shares: 10, seconds: 600 },
      lastShareAt: 1_795_352_075,
      balance: { amount: 1.5, currency: '' },
      shareCount: 4,
    });
    expect(server.asked).toContainEqual(['getMinerDetails', { address }]);
    expect(server.asked).toContainEqual(['getMinerSubmittedShares', { address }]);
  });

  test('that does not list the shares is read without them', async () => {
    const server = await pool(2, { getMinerDetails: ['minerDetails', first] });
    expect(await poll(server.url)).toMatchObject({ hashrate: 4_194_304, fromShares: null });
  });

  test('that tells of other things first, and of its answer in letters of all alphabets', async () => {
    const chatter = Array.from(
      { length: 20 },
      () => ['poolStats', { name: 'Größe 矿池 😀', list: [1, 2] }] as const,
    );
    const server = await pool(2, firstAnswers, { chatter });
    expect(await poll(server.url)).toMatchObject({ hashrate: 4_194_304, shareCount: 4 });
  });

  test('that has never heard of the address says so with null, or with an empty record', async () => {
    for (const record of [
      null,
      {
        ...first,
        shareCredits: 0,
        tokenBalance: 0,
        validSubmittedSolutionsCount: 0,
        hashRate: undefined,
        lastSubmittedSolutionTime: undefined,
      },
    ]) {
      const server = await pool(2, {
        getMinerDetails: ['minerDetails', record],
        getMinerSubmittedShares: ['minerSubmittedShares', []],
      });
      expect(await poll(server.url)).toMatchObject({ addressKnown: false, hashrate: null, balance: null });
    }
  });
});

describe('a pool of the second generation, on Socket.IO 4', () => {
  test('is asked under its own names, and read', async () => {
    const server = await pool(4, secondAnswers);
    expect(await poll(server.url)).toEqual({
      kind: 'tokenpool',
      addressKnown: true,
      hashrate: 1_675_300_644.8,
      fromShares: { hashrate: (10 * 100 * 2 ** 22) / 600, shares: 10, seconds: 600 },
      lastShareAt: 1_795_352_000,
      balance: { amount: 3, currency: '' },
      shareCount: 77,
    });
    expect(server.asked).toContainEqual(['getMinerData', { ethMinerAddress: address }]);
    expect(server.asked).toContainEqual(['getMinerShares', { ethMinerAddress: address }]);
  });

  test('that answers as the first generation does is read as well', async () => {
    const server = await pool(4, { getMinerDetails: ['minerDetails', first] });
    expect(await poll(server.url)).toMatchObject({ hashrate: 4_194_304 });
  });

  test('that tells of other things first', async () => {
    const chatter = Array.from(
      { length: 20 },
      (_, place) => [`event${place}`, { text: 'x\u001ey 😀' }] as const,
    );
    const server = await pool(4, secondAnswers, { chatter });
    expect(await poll(server.url)).toMatchObject({ shareCount: 77 });
  });
});

test.each([2, 4] as const)(
  'a pool on Socket.IO %i that is restarted in the middle is asked once more',
  async (version) => {
    const answers = version === 2 ? firstAnswers : secondAnswers;
    let port = 0;
    let restarted = false;
    let again: Promise<unknown> = Promise.resolve();
    const server = await pool(version, answers, {
      onAsked() {
        if (restarted) return true;
        restarted = true;
        again = server.close().then(() => pool(version, answers, { port }));
        return false;
      },
    });
    port = server.port;
    const signal = AbortSignal.timeout(8000);
    const reading = await poll(server.url, signal).catch(async (error: unknown) => {
      // Nobody may have listened in the meantime: then at the next poll.
      await again;
      expect(error).toMatchObject({ name: expect.stringMatching(/PoolProblem|SessionLost/) });
      return poll(server.url, signal);
    });
    expect(restarted).toBe(true);
    expect(reading.addressKnown).toBe(true);
  },
);

test('a pool on IPv6', async () => {
  const server = await pool(4, secondAnswers, { host: '::1' });
  expect(await poll(server.url)).toMatchObject({ shareCount: 77 });
});

test.each([
  ['a web page', (text: string) => text, '<html>hello</html>', 'answers with a web page instead of data'],
  ['nothing', (text: string) => text, '', 'answers with nothing instead of data'],
  ['a number', (text: string) => text, '42', 'answers with something else instead of data'],
  [
    'a wrong length',
    (text: string) => text,
    '99999:0{"sid":"x"}',
    'answers with something else instead of data',
  ],
  ['no session', (text: string) => text, '0{"sid":17}', 'gives no session, as a 0xBitcoin pool would'],
])('%s is no such pool', async (_, body, text, words) => {
  const server = await httpServer((_request, response) => response.end(body(text)));
  servers.push(server);
  await expect(poll(server.url)).rejects.toMatchObject({ name: 'OtherKind', message: words });
});

test('a poll that is broken off ends at once', async () => {
  const server = await pool(4, {});
  const controller = new AbortController();
  const reason = new Error('enough');
  setTimeout(() => controller.abort(reason), 200);
  const from = performance.now();
  await expect(poll(server.url, controller.signal)).rejects.toBe(reason);
  expect(performance.now() - from).toBeLessThan(5000);
});

describe('what the answers tell', () => {
  test.each([
    ['a decimal string', { hashRate: '17520000000' }, 17.52e9],
    ['a number', { hashRate: 17.52e9 }, 17.52e9],
    ['the other spelling', { hashrate: '5e9' }, 5e9],
    ['the average', { avgHashrate: 3.5 }, 3.5],
    ['null, and another key', { hashRate: null, avgHashrate: 7 }, 7],
    ['zero', { hashRate: 0 }, 0],
    ['nothing', {}, null],
    ['words', { hashRate: 'fast' }, null],
    ['a negative number', { hashRate: -1 }, null],
    ['a list', { hashRate: [1] }, null],
    ['an object', { hashRate: { valueOf: 1 } }, null],
    ['true', { hashRate: true }, null],
    ['endless digits', { hashRate: '9'.repeat(1000) }, null],
    ['infinity', { hashRate: Number.POSITIVE_INFINITY }, null],
  ])('the hashrate as %s', (_, key, hashrate) => {
    expect(tokenpoolReading({ validSubmittedSolutionsCount: 1, ...key }, undefined, now).hashrate).toBe(
      hashrate,
    );
  });

  test.each([
    ['null', null],
    ['nothing', undefined],
    ['a string', 'minerDetails'],
    ['a list', [1, 2]],
    ['zeros', { shareCredits: 0, tokenBalance: 0, lastSubmittedSolutionTime: 0, avgHashrate: 0 }],
  ])('%s is an address that is not known', (_, record) => {
    expect(tokenpoolReading(record, [], now)).toMatchObject({
      addressKnown: false,
      hashrate: null,
      lastShareAt: null,
    });
  });

  test('an address that mined once is known, though it has no hashrate', () => {
    expect(tokenpoolReading({ tokenBalance: 5 }, [], now)).toMatchObject({
      addressKnown: true,
      hashrate: null,
    });
  });

  test('times far ahead of us are no times, of the record and of the shares', () => {
    const late = now + 86_400;
    const record = { ...first, lastSubmittedSolutionTime: late };
    expect(tokenpoolReading(record, [{ time: late, difficulty: 1 }, ...list], now)).toMatchObject({
      lastShareAt: now,
      fromShares: { shares: 10, seconds: 600 },
    });
    expect(tokenpoolReading({ lastSubmittedSolutionTime: late }, [], now)).toMatchObject({
      addressKnown: true,
      lastShareAt: null,
    });
  });

  test('shares of wrong types are left out', () => {
    const shares = [null, 7, { time: 'x', difficulty: 1 }, { time: now, difficulty: {} }, ...list];
    expect(tokenpoolReading(first, shares, now).fromShares).toMatchObject({ shares: 10, seconds: 600 });
  });

  test('the newest share of the list is the last one, where the record does not tell', () => {
    expect(tokenpoolReading({ shareCredits: 1 }, list, now).lastShareAt).toBe(now);
  });
});
