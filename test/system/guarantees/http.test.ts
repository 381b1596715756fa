import { vi } from 'vitest';
import { exchange, get, statusOf } from '../support/exchange.ts';
import type { World } from '../support/test.ts';
import { type Answers, Rig } from './support/http/rig.ts';
import { keeps, promise, type Tool } from './support/promise.ts';

// A minute of load at the most, on a busy machine. What the loads do to each other is not what is to be seen.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 1 });

/** As many descriptors as a usual shell gives at the least. */
const usual = 256;

const only = (status: string, count: number) => (answers: Answers) =>
  answers[status] === count && Object.keys(answers).length === 1;

promise('http-scrapes', async (tool, world) => {
  const rig = new Rig(tool, world, usual);
  await rig.ready();
  await rig.withstands('burst', only('200', 1000));
  await rig.withstands('scrapes', only('200', 10_000));
});

promise('http-silent', async (tool, world) => {
  const rig = new Rig(tool, world, 160);
  await rig.ready();
  await rig.withstands('silent', only('200', 10));
  await rig.withstands('crowd', only('200', 10));
});

promise('http-unread', async (tool, world) => {
  const rig = new Rig(tool, world, usual);
  await rig.ready();
  await rig.withstands('unread', only('200', 10));
  await rig.withstands('trickle', (answers) => Object.keys(answers).length === 0);
  await rig.withstands('pipelined', only('200', 20));
});

promise('http-garbage', async (tool, world) => {
  const rig = new Rig(tool, world, usual);
  await rig.ready();
  await rig.withstands('headers', only('431', 50));
  await rig.withstands('garbage', only('400', 1000));
  // Who sends on regardless may find the connection closed before he has read why.
  await rig.withstands('bodies', ({ 413: refused = 0, none = 0 }) => refused + none === 20);
});

async function answers(
  tool: Tool,
  { run }: World,
  wanted: readonly (readonly [status: number, bytes: string, end?: boolean])[],
): Promise<void> {
  const [command, ...args] = tool.command('the.log', '--host', '127.0.0.1', '--port', '0');
  const address = await run(command, args).address();
  for (const [status, bytes, end] of wanted) {
    const answer = await exchange(address, bytes, end);
    keeps(
      statusOf(answer) === status,
      `to ${JSON.stringify(bytes)} the answer was ${JSON.stringify(answer)}`,
    );
  }
}

promise('http-first-answer', (tool, world) =>
  answers(tool, world, [
    [200, get('/metrics'), true],
    [200, get('/metrics') + get('/health')],
    [200, get('/metrics').repeat(1000)],
  ]),
);

promise('http-host', (tool, world) =>
  answers(tool, world, [
    [200, get('/metrics', 'Connection: close')],
    [403, get('/metrics').replace('localhost', 'rebound.example')],
    [400, get('/metrics', 'Host: localhost')],
  ]),
);
