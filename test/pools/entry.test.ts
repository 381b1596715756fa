import { describe, expect, test } from 'vitest';
import { checkPoolEntry } from '../../src/pools/entry.ts';

const right = { url: 'https://pool.example:2095', address: '0xabc' };

function entryOf(changes: object) {
  const result = checkPoolEntry({ ...right, ...changes });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.entry;
}

function problemsOf(entry: Parameters<typeof checkPoolEntry>[0]): string[] {
  const result = checkPoolEntry(entry);
  return 'problems' in result ? result.problems.map(({ field, words }) => `${field}: ${words}`) : [];
}

test('a URL and an address are enough', () => {
  expect(entryOf({})).toEqual({ url: new URL(right.url), address: '0xabc', kind: null, paths: null });
  expect(entryOf({ kind: 'auto' }).kind).toBeNull();
  expect(entryOf({ kind: 'yiimp' }).kind).toBe('yiimp');
});

test("a miner's URL of a web socket is that of the same server", () => {
  expect(entryOf({ url: 'wss://pool.example:2053' }).url.href).toBe('https://pool.example:2053/');
});

test('paths make it the kind json', () => {
  const { kind, paths } = entryOf({
    json: 'hashrate=w[*].r*1e9,last-share=t, balance=owed/1e8,currency=RB4',
  });
  expect(kind).toBe('json');
  expect(paths).toEqual({
    hashrate: { steps: ['w', null, 'r'], scale: 1e9 },
    lastShare: { steps: ['t'], scale: 1 },
    balance: { steps: ['owed'], scale: 1e-8 },
    shares: null,
    currency: 'RB4',
  });
});

describe('what is wrong is said, and the address is not repeated', () => {
  test.each([
    ['url', { url: 'pool.example' }],
    ['url', { url: 'stratum+tcp://pool.example:3333' }],
    ['url', { url: 'https://user:word@pool.example' }],
    ['url', { url: 'https://' }],
    ['address', { address: '' }],
    ['address', { address: 'secret\u001b' }],
    ['address', { address: 'secret'.repeat(100) }],
    ['kind', { kind: 'tokenpol' }],
    ['kind', { kind: 'yiimp', json: 'hashrate=a' }],
    ['kind', { kind: 'auto', json: 'hashrate=a' }],
    ['json', { kind: 'json' }],
    ['json', { json: 'hashrate=' }],
    ['json', { json: 'rate=a' }],
    ['json', { json: 'hashrate=a,hashrate=b' }],
    ['json', { json: 'currency=RB4' }],
    ['json', { json: 'hashrate=a,currency=<b>' }],
  ])('%s of %j', (field, changes) => {
    const problems = problemsOf({ ...right, ...changes });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((words) => words.startsWith(`${field}: `) && !words.includes('secret'))).toBe(true);
  });

  test('of nothing at all', () => {
    expect(problemsOf({})).toHaveLength(2);
  });
});
