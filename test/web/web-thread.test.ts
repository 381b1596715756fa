import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../src/rig/snapshot.ts';
import type { UsableWebConfig } from '../../src/web/config/load.ts';
import type { WebSettings } from '../../src/web/messages.ts';
import { WebThread } from '../../src/web/web-thread.ts';
import { FakeTime } from '../support/fake-time.ts';
import { aSnapshot } from '../support/snapshots.ts';

const threads: WebThread[] = [];

afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.stop()));
});

const settings: WebSettings = {
  host: '127.0.0.1',
  port: 0,
  staleAfter: 120,
  legacyMetrics: false,
  webConfig: null,
};
const listening = `parentPort.postMessage({ type: 'listening', address: 'http://127.0.0.1:4711', port: 4711 });`;

/** A thread of which the worker is a few lines; what it tells as a problem is what a test waits for. */
function setUp(worker: string, changes: { settings?: WebSettings; snapshot?: () => Snapshot } = {}) {
  const time = new FakeTime();
  const told = new EventTarget();
  const lines: string[] = [];
  const tell = (line: string) => {
    lines.push(line);
    told.dispatchEvent(new Event('told'));
  };
  const thread = new WebThread({
    program: `const { parentPort, workerData } = require('node:worker_threads');
      setInterval(() => {}, 60_000);
      const say = (line) => parentPort.postMessage({ type: 'problem', topic: 'metrics', line });
      ${worker}`,
    settings,
    snapshot: aSnapshot,
    series: () => null,
    clock: time,
    timers: time,
    onListening: (address) => tell(`listening at ${address}`),
    onProblem: (topic, line) => tell(`${topic}: ${line}`),
    onRecovered: (topic) => tell(`${topic} is well`),
    ...changes,
  });
  threads.push(thread);
  thread.start();
  /** So many lines, once they have come. */
  const tells = async (count: number) => {
    while (lines.length < count) await once(told, 'told');
    return lines;
  };
  return { thread, time, tells };
}

describe('the thread', () => {
  test('tells how its worker does', async () => {
    const { thread, time, tells } = setUp(`${listening}
      parentPort.postMessage({ type: 'problem', topic: 'web-config', line: 'web.yml: wrong' });
      parentPort.postMessage({ type: 'recovered', topic: 'web-config' });
      parentPort.postMessage({ type: 'scraped' });
      say('done');`);
    expect(thread.state()).toBeNull();
    expect(await tells(4)).toEqual([
      'listening at http://127.0.0.1:4711',
      'web-config: web.yml: wrong',
      'web-config is well',
      'metrics: done',
    ]);
    time.advance(7.5);
    expect(thread.state()).toEqual({
      address: 'http://127.0.0.1:4711',
      fromNetwork: null,
      listening: true,
      scrapedAgo: 7.5,
    });
  });

  const asking = `parentPort.on('message', ({ type, snapshot, why }) => say(type + ' ' + (why ?? snapshot.rig.cards[0].name)));
    parentPort.postMessage({ type: 'snapshot' });`;

  test('sends a snapshot when it is asked for one', async () => {
    const { tells } = setUp(asking);
    expect(await tells(1)).toEqual(['metrics: snapshot card1']);
  });

  test.each([
    [
      'can not be taken',
      () => {
        throw new Error('upside down');
      },
      /^metrics: no-snapshot upside down$/,
    ],
    [
      'can not be sent',
      () => Object.assign(aSnapshot(), { more: () => {} }),
      /^metrics: no-snapshot .*not be cloned/,
    ],
  ])('says why a snapshot %s', async (_, snapshot, says) => {
    const { tells } = setUp(asking, { snapshot });
    expect((await tells(1))[0]).toMatch(says);
  });
});

describe('a worker that ends', () => {
  test.each([
    ['throws', `setImmediate(() => { throw new Error('out of luck'); });`, 'out of luck'],
    ['rejects', `Promise.reject(new Error('out of luck'));`, 'out of luck'],
    ['exits', `process.exit(0);`, 'it has ended'],
    [
      'fills its memory',
      `const all = []; setImmediate(() => { for (;;) all.push(new Array(1e5).fill(all.length)); });`,
      'memory limit',
    ],
    ['can not even be read', `this is no program`, 'Unexpected'],
  ])('as it %s is started again', async (_, worker, why) => {
    const { thread, time, tells } = setUp(worker);
    const [first] = await tells(1);
    expect(first).toMatch(/^metrics: the metrics server failed \(.*\); it starts again in 1 s$/);
    expect(first).toContain(why);
    expect(thread.state()?.listening).toBe(false);
    time.advance(1);
    // The second time within seconds it has more time.
    expect((await tells(2))[1]).toContain('it starts again in 10 s');
  });

  test('after long is started again soon, each time', async () => {
    const { time, tells } = setUp(
      `parentPort.on('message', () => process.exit());
      parentPort.postMessage({ type: 'snapshot' });`,
      {
        snapshot() {
          time.advance(60);
          return aSnapshot();
        },
      },
    );
    for (const count of [1, 2, 3]) {
      expect((await tells(count))[count - 1]).toContain('it starts again in 1 s');
      time.advance(1);
    }
  });

  test('has its port and the newest web configuration again', async () => {
    const config = (state: string): UsableWebConfig => ({
      type: 'access',
      files: ['web.yml'],
      state,
      access: { tls: null, headers: {}, users: new Map(), rateLimit: null, empty: false },
    });
    const newer = `{ ...workerData.webConfig.last, state: 'newer' }`;
    const { time, tells } = setUp(
      `${listening}
      parentPort.postMessage({ type: 'web-config', config: ${newer} });
      say(workerData.port + ' ' + workerData.webConfig.last.state);
      setImmediate(() => process.exit());`,
      { settings: { ...settings, webConfig: { file: 'web.yml', last: config('first') } } },
    );
    await tells(3);
    time.advance(1);
    const lines = await tells(5);
    expect([lines[1], lines[4]]).toEqual(['metrics: 0 first', 'metrics: 4711 newer']);
  });
});

describe('the end', () => {
  test('comes also when the worker hangs, and nothing is started again', async () => {
    const { thread, time, tells } = setUp(`${listening} say('hangs'); for (;;);`);
    await tells(2);
    await thread.stop();
    expect(thread.state()?.listening).toBe(false);
    time.advance(100);
    expect(await tells(2)).toHaveLength(2);
    expect(time.timers).toBe(0);
  });

  test('may come before the start, and while a new start is waited for', async () => {
    const { thread, time, tells } = setUp(`process.exit();`);
    await tells(1);
    await thread.stop();
    expect(time.timers).toBe(0);
    thread.start();
    await thread.stop();
    expect(await tells(1)).toHaveLength(1);
  });
});
