import { once } from 'node:events';
import { createServer, Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { systemTimers } from '../../src/time.ts';
import { keepListening } from '../../src/web/listen.ts';

/** A server that never gets what it asks for. */
class Refused extends Server {
  attempts = 0;
  readonly #code: string;

  constructor(code: string) {
    super();
    this.#code = code;
  }

  override listen(): this {
    this.attempts += 1;
    this.emit('error', Object.assign(new Error('refused'), { code: this.#code }));
    return this;
  }
}

/** A timer that a test lets ring. */
function timer() {
  const waiting = new Set<{ seconds: number; callback: () => void }>();
  return {
    waiting,
    after(seconds: number, callback: () => void) {
      const entry = { seconds, callback };
      waiting.add(entry);
      return () => void waiting.delete(entry);
    },
    ring() {
      const entries = [...waiting];
      waiting.clear();
      for (const { callback } of entries) callback();
    },
  };
}

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function keep(server: Server, where: { host?: string | null; port: number }) {
  servers.push(server);
  const clock = timer();
  const problems: string[] = [];
  const heard: string[] = [];
  const stop = keepListening(server, {
    host: null,
    ...where,
    retryAfter: 10,
    timers: clock,
    onProblem: (line) => problems.push(line),
    onListening: () => heard.push('listening'),
    onAccepting: () => heard.push('accepting'),
  });
  return { clock, problems, heard, stop };
}

test.each([
  [
    'EADDRINUSE',
    9090,
    null,
    'port 9090 is taken (Prometheus itself uses it); choose another with --port; trying again every 10 s',
  ],
  [
    'EADDRINUSE',
    8080,
    null,
    'port 8080 is taken by another program; choose another with --port; trying again every 10 s',
  ],
  [
    'EACCES',
    80,
    null,
    'port 80 is for administrators only; choose one from 1024 on with --port; trying again every 10 s',
  ],
  [
    'EACCES',
    9090,
    null,
    'port 9090 is not allowed here; choose another with --port; trying again every 10 s',
  ],
  [
    'EADDRNOTAVAIL',
    9090,
    '10.1.2.3',
    'this machine has no address 10.1.2.3; choose another with --host, or none for all; trying again every 10 s',
  ],
  [
    'ENOTFOUND',
    9090,
    'rig.lan',
    'the host name rig.lan is not known; choose an address with --host, or none for all; trying again every 10 s',
  ],
  ['EWHAT', 9090, null, 'the metrics server cannot listen on port 9090 (EWHAT); trying again every 10 s'],
])('%s on port %s of host %s is told in its own words', (code, port, host, line) => {
  expect(keep(new Refused(code), { host, port }).problems).toEqual([line]);
});

test('a port that stays taken is tried every 10 s and told of once', () => {
  const server = new Refused('EADDRINUSE');
  const { clock, problems } = keep(server, { port: 9090 });
  expect([...clock.waiting].map(({ seconds }) => seconds)).toEqual([10]);
  clock.ring();
  clock.ring();
  expect(server.attempts).toBe(3);
  expect(problems).toHaveLength(1);
});

test('after the end nothing is tried any more', () => {
  const { clock, stop } = keep(new Refused('EADDRINUSE'), { port: 9090 });
  stop();
  expect(clock.waiting.size).toBe(0);
});

test('a taken port that becomes free is had at the next try', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const server = createServer();
  const refused = once(server, 'error').catch((error) => [error]);
  const { clock, problems, heard } = keep(server, { host: '127.0.0.1', port });
  await refused;
  expect(problems).toEqual([expect.stringMatching(`^port ${port} is taken`)]);
  expect(heard).toEqual([]);

  other.close();
  await once(other, 'close');
  const listening = once(server, 'listening');
  clock.ring();
  await listening;
  expect(heard).toEqual(['listening']);
  expect(problems).toHaveLength(1);
});

test('an address that is not of this machine is told', async () => {
  const server = createServer();
  const refused = once(server, 'error').catch((error) => [error]);
  const { problems } = keep(server, { host: '192.0.2.1', port: 9090 });
  await refused;
  expect(problems).toEqual([expect.stringContaining('this machine has no address 192.0.2.1')]);
});

test('a connection that cannot be accepted is told of once, ends no listening, and is over with the next one', async () => {
  const server = createServer();
  const { clock, problems, heard } = keep(server, { host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const refuse = () => server.emit('error', Object.assign(new Error('accept'), { code: 'EMFILE' }));
  refuse();
  refuse();
  const told = 'the metrics server could not accept a connection (EMFILE)';
  expect(problems).toEqual([told]);
  expect(server.listening).toBe(true);
  expect(clock.waiting.size).toBe(0);

  server.emit('connection');
  server.emit('connection');
  expect(heard).toEqual(['listening', 'accepting']);
  refuse();
  expect(problems).toEqual([told, told]);
});

test('the waiting for the next try does not keep the process alive', () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  const cancel = systemTimers.after(60, () => {});
  expect(timers()).toBe(before);
  cancel();
});
