// Waiting and asking.
import { createServer } from 'node:net';

/** @param {number} seconds */
export function sleep(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/**
 * @param {() => boolean} condition
 * @param {number} atMost seconds
 */
export async function until(condition, atMost) {
  const from = performance.now();
  while (!condition()) {
    if (performance.now() - from > atMost * 1000) throw new Error(`not within ${atMost} s: ${condition}`);
    await sleep(0.02);
  }
}

/** A server that holds a port of this computer. @param {number} port 0 for any */
export function occupied(port) {
  const server = createServer((socket) => socket.destroy());
  return /** @type {Promise<import('node:net').Server>} */ (
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(server));
    })
  );
}

export async function freePort() {
  const server = await occupied(0);
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The metrics page, on a connection of its own each time. @param {number} port */
export async function scrape(port) {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(10_000),
  });
  return await response.text();
}

/**
 * All series of a metric together.
 *
 * @param {string} page
 * @param {string} metric
 */
export function sumOf(page, metric) {
  const lines = page.split('\n').filter((line) => line.startsWith(`${metric}{`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
