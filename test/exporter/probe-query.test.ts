import { describe, expect, test } from 'vitest';
import { probeQueryOf } from '../../src/exporter/probe-query.ts';
import type { Probing } from '../../src/exporter/settings.ts';
import type { JsonPaths, PoolAccount } from '../../src/pools/entry.ts';

const paths: JsonPaths = { hashrate: null, lastShare: null, balance: null, shares: null, currency: '' };

const probing: Probing = {
  modules: new Map<string, PoolAccount>([
    ['mine', { address: '0xabc', kind: 'json', paths }],
    ['guessed', { address: '0xdef', kind: null, paths: null }],
  ]),
  targets: null,
};
const target = 'target=https://pool.example:2095';

/** Why there is no such probe. */
function refusal(search: string, more: Partial<Probing> = {}, timeout?: string): [number, string] | null {
  const query = probeQueryOf(search, timeout, { ...probing, ...more }, 10);
  return query.type === 'refused' ? [query.status, query.line] : null;
}

describe('a probe', () => {
  test('asks the target for the address of the module', () => {
    expect(probeQueryOf(`${target}&module=mine`, undefined, probing, 10)).toMatchObject({
      type: 'probe',
      entry: { url: new URL('https://pool.example:2095'), address: '0xabc', kind: 'json' },
      patience: 10,
    });
  });

  test('of another kind than the module says', () => {
    const query = probeQueryOf(`${target}&module=guessed&kind=yiimp`, undefined, probing, 10);
    expect(query).toMatchObject({ entry: { address: '0xdef', kind: 'yiimp' } });
  });

  test.each([
    ['10', 9.5],
    ['2', 1.8],
    ['0.5', 0.45],
    ['120', 10],
  ])('ends before a scrape of %s s does', (timeout, patience) => {
    expect(probeQueryOf(`${target}&module=mine`, timeout, probing, 10)).toMatchObject({ patience });
  });
});

describe('no probe, and why', () => {
  test.each([
    [`${target}`, 400, /^module: missing/],
    [`${target}&module=nobody`, 404, /^module: the file has none/],
    ['module=mine', 400, /^target: missing/],
    ['module=mine&target=file:///etc/passwd', 400, /^target: /],
    ['module=mine&target=nonsense', 400, /^target: /],
    [`module=mine&target=https://${'a'.repeat(3000)}.example`, 400, /^target: too long/],
    [`${target}&module=mine&kind=sometimes`, 400, /^kind: choose one of/],
    [`${target}&module=guessed&kind=json`, 400, /^kind: json needs paths/],
    [`${target}&module=mine&module=mine`, 400, /^module: given twice/],
    [`${target}&module=mine&adress=1`, 400, /^no such parameter; there are target, module, kind/],
  ])('%s', (search, status, words) => {
    expect(refusal(search)).toEqual([status, expect.stringMatching(words)]);
  });

  test('an address in the query, which is not repeated', () => {
    const [status, line] = refusal(`${target}&address=0x5ec2e7`) ?? [];
    expect(status).toBe(400);
    expect(line).not.toContain('5ec2e7');
  });

  test('a target that the file does not list', () => {
    const targets = new Set(['https://pool.example:2095/']);
    expect(refusal(`${target}&module=mine`, { targets })).toBeNull();
    expect(refusal('target=http://192.0.2.1&module=mine', { targets })?.[0]).toBe(403);
  });

  test('a time that is none', () => {
    for (const timeout of ['soon', '0', '-1', '1e3'])
      expect(refusal(`${target}&module=mine`, {}, timeout)?.[0], timeout).toBe(400);
  });
});
