import { describe, expect, test } from 'vitest';
import type { LoadedWebConfig, UsableWebConfig } from '../../../src/web/config/load.ts';
import { watchWebConfig } from '../../../src/web/config/watch.ts';
import { FakeTime } from '../../support/fake-time.ts';

function users(...names: readonly string[]): UsableWebConfig['access'] {
  const hashes = new Map(names.map((name) => [name, 'hash']));
  return { tls: null, headers: {}, users: hashes, rateLimit: null, empty: names.length === 0 };
}

function withTls(endsAt: number): UsableWebConfig['access'] {
  const certAt = { key: 'tls_server_config.cert_file', line: 2 };
  const tls = { context: {}, clientAuth: 'NoClientCert' as const, allowedNames: null, endsAt, certAt };
  return { ...users(), tls, empty: false };
}

/** A file that is what a test says, looked at once a second. */
function setUp(first = users('alice')) {
  const time = new FakeTime();
  const told: string[] = [];
  const changes: UsableWebConfig[] = [];
  let now: { state: string; access: UsableWebConfig['access'] | null } = { state: 'first', access: first };
  let loads = 0;
  const load = async (): Promise<LoadedWebConfig> => {
    loads += 1;
    const found = { files: ['web.yml'], state: now.state };
    return now.access === null
      ? {
          ...found,
          type: 'problems',
          problems: [{ line: 3, message: 'basic_auth_users.bob: no bcrypt hash' }],
        }
      : { ...found, type: 'access', access: now.access };
  };
  const watched = watchWebConfig({
    file: 'web.yml',
    first: { type: 'access', access: first, files: ['web.yml'], state: 'first' },
    clock: time,
    timers: time,
    onProblem: (line) => told.push(line),
    onRecovered: () => told.push('right again'),
    onChange: (config) => changes.push(config),
    stateOf: async () => now.state,
    load,
  });
  watched.start();
  const seconds = async (count: number) => {
    for (let second = 0; second < count; second += 1) {
      time.advance(1);
      await new Promise(setImmediate);
    }
  };
  return {
    watched,
    time,
    told,
    changes,
    seconds,
    loads: () => loads,
    becomes(state: string, access: UsableWebConfig['access'] | null) {
      now = { state, access };
    },
  };
}

describe('a watched web configuration', () => {
  test('is not read again while nothing changes', async () => {
    const { seconds, loads, told } = setUp();
    await seconds(10);
    expect([loads(), told]).toEqual([0, []]);
  });

  test('is taken over when it has stood still for a second', async () => {
    const { watched, seconds, becomes, told, changes } = setUp();
    becomes('second', users('bob'));
    await seconds(1);
    expect([...watched.current().users.keys()]).toEqual(['alice']);
    await seconds(1);
    expect([...watched.current().users.keys()]).toEqual(['bob']);
    expect(told).toEqual([]);
    expect(changes).toMatchObject([{ state: 'second', access: users('bob') }]);
  });

  test('is neither believed nor complained of while it is written', async () => {
    const { watched, seconds, becomes, told } = setUp();
    for (let piece = 0; piece < 5; piece += 1) {
      becomes(`piece ${piece}`, null);
      await seconds(1);
    }
    becomes('whole', users('alice', 'bob'));
    await seconds(2);
    expect([...watched.current().users.keys()]).toEqual(['alice', 'bob']);
    expect(told).toEqual([]);
  });

  test('that is wrong stays what it was, is told once, and told to be right again', async () => {
    const { watched, seconds, becomes, told, loads, changes } = setUp();
    becomes('wrong', null);
    await seconds(10);
    expect([...watched.current().users.keys()]).toEqual(['alice']);
    expect(told).toEqual(['web.yml:3: basic_auth_users.bob: no bcrypt hash; what it said before goes on']);
    expect(loads()).toBe(1);
    expect(changes).toEqual([]);
    becomes('right', users('alice'));
    await seconds(2);
    expect(told.at(-1)).toBe('right again');
  });

  test('that is empty all at once does not let everybody in', async () => {
    const { watched, seconds, becomes, told } = setUp();
    becomes('empty', users());
    await seconds(2);
    expect([...watched.current().users.keys()]).toEqual(['alice']);
    expect(told).toEqual([expect.stringContaining('it says nothing any more')]);
  });

  test('that guards nothing is told from the start, until it guards something', async () => {
    const headersOnly = { ...users(), headers: { 'x-frame-options': 'deny' }, empty: false };
    const { seconds, becomes, told } = setUp(headersOnly);
    await seconds(3);
    expect(told).toEqual([
      'web.yml: guards nothing: whoever reaches the port reads everything; give basic_auth_users or tls_server_config',
    ]);
    becomes('guarded', users('alice'));
    await seconds(2);
    expect(told.slice(1)).toEqual(['right again']);
    becomes('open again', headersOnly);
    await seconds(2);
    expect(told.at(-1)).toContain('guards nothing');
  });

  test.each([
    ['off', withTls(2e9), users('alice')],
    ['on', users('alice'), withTls(2e9)],
  ])('switches TLS %s at a new start only', async (word, before, after) => {
    const { watched, seconds, becomes, told } = setUp(before);
    becomes('other', after);
    await seconds(2);
    expect(watched.current()).toBe(before);
    expect(told[0]).toContain(`tls_server_config: TLS is switched ${word} by a new start only`);
  });

  test('tells when its certificate has ended', async () => {
    const { seconds, told, becomes } = setUp(withTls(FakeTime.epoch + 5));
    await seconds(5);
    expect(told).toEqual([]);
    await seconds(1);
    expect(told).toEqual([
      'web.yml:2: tls_server_config.cert_file: the certificate has ended on 2023-11-14; put a new one in its place',
    ]);
    becomes('renewed', withTls(FakeTime.epoch + 500));
    await seconds(2);
    expect(told.at(-1)).toBe('right again');
  });

  test('is looked at no more when it is stopped', async () => {
    const { watched, time, seconds } = setUp();
    watched.stop();
    await seconds(2);
    expect(time.timers).toBe(0);
  });
});
