import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { systemClock, systemTimers } from '../../src/time.ts';
import { createMetricsServer } from '../../src/web/server.ts';
import { aSnapshot } from '../support/snapshots.ts';

test('neither the port nor a connection nor a timer keeps the process alive', async () => {
  const holding = () => process.getActiveResourcesInfo().sort();
  const before = holding();
  let listening = (_: string) => {};
  const address = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const server = createMetricsServer({
    host: '127.0.0.1',
    port: 0,
    snapshot: aSnapshot,
    metrics: createMetrics({ snapshot: aSnapshot, legacy: false }),
    clock: systemClock,
    timers: systemTimers,
    staleAfter: 120,
    onProblem: () => {},
    onListening: listening,
  });
  server.start();
  const socket = connect(Number(new URL(await address).port), '127.0.0.1');
  socket.write('GET /health HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  socket.unref();
  // What held the process before, a timer of the test runner for instance, may have gone meanwhile.
  const held = new Map<string, number>();
  for (const resource of before) held.set(resource, (held.get(resource) ?? 0) + 1);
  const added = holding().filter((resource) => {
    const left = (held.get(resource) ?? 0) - 1;
    held.set(resource, left);
    return left < 0;
  });
  expect(added).toEqual([]);
  socket.destroy();
  await server.stop();
});
