import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { systemClock, systemTimers } from '../../src/time.ts';
import { createMetricsServer } from '../../src/web/server.ts';
import { aSnapshot } from '../support/snapshots.ts';

test('neither the port nor a connection nor a timer keeps the process alive', async () => {
  const before = process.getActiveResourcesInfo();
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
  // Of what held it before, something may have gone meanwhile.
  const added = process.getActiveResourcesInfo().filter((kind) => {
    const known = before.indexOf(kind);
    if (known !== -1) before.splice(known, 1);
    return known === -1;
  });
  expect(added).toEqual([]);
  socket.destroy();
  await server.stop();
});
