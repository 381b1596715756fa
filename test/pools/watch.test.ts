import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkPoolEntry, type PoolEntry } from '../../src/pools/entry.ts';
import type { Pool, PoolReading } from '../../src/pools/pool.ts';
import { PoolProblem } from '../../src/pools/problem.ts';
import { PoolWatch, type PoolWatchOptions } from '../../src/pools/watch.ts';
import type { PoolSnapshot } from '../../src/rig/snapshot.ts';
import { FakeTime } from '../support/fake-time.ts';
import { aCard, aSnapshot } from '../support/snapshots.ts';

const address = '0xsecretaddress';
const reading: PoolReading = {
  kind: 'tokenpool',
  addressKnown: true,
  hashrate: 2e9,
  fromShares: null,
  lastShareAt: FakeTime.epoch,
  balance: { amount: 1.5, currency: 'NIM' },
  shareCount: 10,
};

let time: FakeTime;
let problems: string[];
let recovered: number;
/** What each pool answers when it is asked; by host. */
let answers: Record<string, () => Promise<PoolReading> | PoolReading>;
let asked: string[];
let random: number;

beforeEach(() => {
  time = new FakeTime();
  problems = [];
  recovered = 0;
  answers = {};
  asked = [];
  random = 0;
});

function entryOf(host: string): PoolEntry {
  const result = checkPoolEntry({ url: `https://${host}/`, address });
  if ('problems' in result) throw new Error(host);
  return result.entry;
}

function watch(hosts: readonly string[], changes: Partial<PoolWatchOptions> = {}): PoolWatch {
  const started = new PoolWatch({
    entries: hosts.map(entryOf),
    interval: 60,
    clock: time,
    timers: time,
    random: () => random,
    rig: () => aSnapshot().rig,
    onProblem: (line) => problems.push(line),
    onRecovered: () => {
      recovered += 1;
    },
    pool: ({ url }): Pool => ({
      async poll() {
        asked.push(url.hostname);
        return answers[url.hostname]?.() ?? reading;
      },
    }),
    session: () => ({ ask: () => Promise.reject(new Error('not used')), close: () => {} }),
    ...changes,
  });
  started.start();
  return started;
}

/** Lets time pass, and what came of it be done. */
async function pass(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 5) {
    time.advance(Math.min(5, seconds - passed));
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  }
}

async function stateOf(pools: PoolWatch): Promise<PoolSnapshot> {
  await pass(0);
  await setImmediate();
  const [state] = pools.state();
  if (state === undefined) throw new Error('no pool');
  return state;
}

const fail = (words: string) => () => Promise.reject(new PoolProblem(words));

describe('what is known', () => {
  test('is nothing before the first answer', () => {
    const pools = watch(['a.example']);
    expect(pools.state()).toMatchObject([
      { name: 'a.example', up: false, problem: null, hashrate: null, lastSuccessAt: null },
    ]);
  });

  test('is what the pool said', async () => {
    const pools = watch(['a.example']);
    time.advance(1);
    expect(await stateOf(pools)).toMatchObject({
      name: 'a.example',
      kind: 'tokenpool',
      up: true,
      problem: null,
      addressKnown: true,
      hashrate: 2e9,
      hashrateFromShares: null,
      lastShareAt: FakeTime.epoch,
      lastShareAge: 1,
      balance: { amount: 1.5, currency: 'NIM' },
      shares: 0,
      lastSuccessAt: FakeTime.epoch + 1,
    });
  });

  test('is gone when the pool fails, but for when it answered last', async () => {
    const pools = watch(['a.example']);
    await stateOf(pools);
    answers = { 'a.example': fail('refuses the connection') };
    await pass(60);
    expect(await stateOf(pools)).toMatchObject({
      up: false,
      problem: 'refuses the connection',
      kind: null,
      addressKnown: null,
      hashrate: null,
      lastShareAt: null,
      lastShareAge: null,
      balance: null,
      shares: null,
      requestSeconds: null,
      comparison: null,
      lastSuccessAt: FakeTime.epoch,
    });
  });

  test('counts the shares over the times that the pool begins again', async () => {
    const counts = [100, 110, 5, 8];
    answers = { 'a.example': () => ({ ...reading, shareCount: counts.shift() ?? 8 }) };
    const pools = watch(['a.example']);
    const seen = [];
    for (let poll = 0; poll < 5; poll += 1) {
      seen.push((await stateOf(pools)).shares);
      await pass(60);
    }
    expect(seen).toEqual([0, 10, 15, 18, 18]);
  });
});

describe('beside the cards', () => {
  test("the pool's figure is averaged over what was polled, with the shares of that time", async () => {
    let poll = 0;
    answers = {
      'a.example': () => {
        poll += 1;
        return { ...reading, hashrate: poll % 2 === 0 ? 1e9 : 3e9, shareCount: poll * 5 };
      },
    };
    const pools = watch(['a.example']);
    await pass(1800);
    const { comparison } = await stateOf(pools);
    expect(comparison?.hashrate).toBeCloseTo(2e9, -8);
    expect(comparison).toMatchObject({ cards: 2_310_000_000, seconds: 1795, shares: 145 });
    expect(comparison?.noise).toBeCloseTo(1 / Math.sqrt(145));
  });

  test('the figure from the shares has a time and a number of its own', async () => {
    answers = {
      'a.example': () => ({ ...reading, fromShares: { hashrate: 2.2e9, shares: 49, seconds: 3600 } }),
    };
    const pools = watch(['a.example']);
    await pass(700);
    expect((await stateOf(pools)).comparison).toEqual({
      hashrate: 2.2e9,
      seconds: 3600,
      cards: 2_310_000_000,
      shares: 49,
      noise: 1 / 7,
    });
  });

  test('what the cards made in their first minutes is not compared', async () => {
    const pools = watch(['a.example']);
    await pass(595);
    expect((await stateOf(pools)).comparison?.cards).toBeNull();
    await pass(30);
    expect((await stateOf(pools)).comparison?.cards).toBe(2_310_000_000);
  });

  test('a silent card gives nothing, and without cards there is no comparison', async () => {
    const silent = [aCard(), aCard({ up: false })];
    const pools = watch(['a.example'], { rig: () => aSnapshot({ cards: silent }).rig });
    await pass(700);
    expect((await stateOf(pools)).comparison?.cards).toBe(2_310_000_000);
    const none = watch(['a.example'], { rig: () => aSnapshot({ cards: [] }).rig });
    await pass(700);
    expect((await stateOf(none)).comparison?.cards).toBeNull();
  });
});

describe('asking', () => {
  test('is done at the interval, up to a fifth later', async () => {
    random = 0.5;
    watch(['a.example']);
    await pass(0);
    await setImmediate();
    expect(asked).toHaveLength(1);
    await pass(65);
    expect(asked).toHaveLength(1);
    await pass(5);
    expect(asked).toHaveLength(2);
  });

  test('is done ever more rarely while the pool fails, and as before once it answers', async () => {
    answers = { 'a.example': fail('refuses the connection') };
    const pools = watch(['a.example']);
    const times: number[] = [];
    let before = 0;
    for (let second = 0; second < 5400; second += 5) {
      await pass(5);
      if (asked.length > before) times.push(time.monotonic());
      before = asked.length;
    }
    const rests = times.map((at, place) => Math.round((at - (times[place - 1] ?? 0)) / 60));
    expect(rests.slice(1)).toEqual([1, 2, 4, 8, 15, 15, 15, 15]);
    answers = {};
    await pass(900);
    expect(await stateOf(pools)).toMatchObject({ up: true });
    asked = [];
    await pass(180);
    expect(asked).toHaveLength(3);
  });

  test('is done no more often than at the interval, however long that is, while the pool fails', async () => {
    answers = { 'a.example': fail('refuses the connection') };
    watch(['a.example'], { interval: 3600 });
    await pass(3550);
    expect(asked).toHaveLength(1);
    await pass(100);
    expect(asked).toHaveLength(2);
    await pass(3550);
    expect(asked).toHaveLength(2);
    await pass(100);
    expect(asked).toHaveLength(3);
  });

  test('is done one pool at a time', async () => {
    let open = 0;
    let most = 0;
    const slow = async () => {
      open += 1;
      most = Math.max(most, open);
      await setImmediate();
      open -= 1;
      return reading;
    };
    answers = { 'a.example': slow, 'b.example': slow, 'c.example': slow };
    watch(['a.example', 'b.example', 'c.example']);
    await pass(300);
    expect(asked.length).toBeGreaterThanOrEqual(15);
    expect(most).toBe(1);
  });

  test('takes 10 seconds at the most, whatever the pool does', async () => {
    answers = { 'a.example': () => new Promise(() => {}) };
    const pools = watch(['a.example', 'b.example']);
    await setImmediate();
    await pass(9);
    expect(asked).toEqual(['a.example']);
    await pass(1);
    expect(asked).toEqual(['a.example', 'b.example']);
    expect(problems).toContain('pool a.example does not answer within 10 s');
    expect((await stateOf(pools)).up).toBe(false);
  });

  test('ends when it is stopped, and nothing is said of that', async () => {
    answers = { 'a.example': () => new Promise(() => {}) };
    const pools = watch(['a.example']);
    await pass(5);
    pools.stop();
    await pass(600);
    expect(asked).toHaveLength(1);
    expect(problems).toEqual([]);
    expect(time.timers).toBe(0);
  });
});

describe('what is wrong', () => {
  test('is said of all pools in one line, and taken back', async () => {
    answers = { 'a.example': fail('refuses the connection'), 'b.example': fail('fails (HTTP 500)') };
    watch(['a.example', 'b.example']);
    await pass(5);
    expect(problems.at(-1)).toBe('pool a.example refuses the connection; pool b.example fails (HTTP 500)');
    answers = { 'b.example': fail('fails (HTTP 500)') };
    await pass(60);
    expect(problems.at(-1)).toBe('pool b.example fails (HTTP 500)');
    const before = recovered;
    answers = {};
    await pass(300);
    expect(recovered).toBeGreaterThan(before);
  });

  test('an address that is not known is a problem, too', async () => {
    answers = { 'a.example': () => ({ ...reading, addressKnown: false }) };
    const pools = watch(['a.example']);
    expect(await stateOf(pools)).toMatchObject({ up: true, addressKnown: false });
    expect(problems).toEqual([expect.stringMatching(/^pool a\.example does not know the address/)]);
  });

  test('the address is never in it', async () => {
    answers = { 'a.example': () => Promise.reject(new Error(`what is ${address}?`)) };
    const pools = watch(['a.example']);
    expect((await stateOf(pools)).problem).toBe("can't be asked (what is …?)");
    expect(JSON.stringify([problems, pools.state()])).not.toContain('secret');
  });

  test('the address is not in it in small letters, without its blanks, or as it stands in a URL', async () => {
    for (const form of [address.toUpperCase(), encodeURIComponent(address)]) {
      answers = { 'a.example': () => Promise.reject(new PoolProblem(`redirects to ${form}.example`)) };
      expect((await stateOf(watch(['a.example']))).problem).toBe('redirects to ….example');
    }
  });

  test('whatever is thrown, where ever, the next poll comes', async () => {
    answers = {
      'a.example': () => {
        throw null;
      },
    };
    let fails = 0;
    watch(['a.example'], {
      session() {
        fails += 1;
        if (fails < 3) throw new Error('fault');
        return { ask: () => Promise.reject(new Error('not used')), close: () => {} };
      },
      rig: () => {
        throw new Error('no cards');
      },
    });
    await pass(600);
    expect(asked.length).toBeGreaterThan(0);
    expect(problems[0]).toBe("pool a.example can't be asked (fault)");
    expect(problems.at(-1)).toBe("pool a.example can't be asked (null)");
  });
});
