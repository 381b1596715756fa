// What may come to the port of the metrics: `node load.mjs <port> <kind> [tls]`. Prints what was answered, as JSON: how many
// connections ended with which status; `none` for those that were closed without an answer.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';

const port = Number(process.argv[2]);
const kind = process.argv[3] ?? '';
const encrypted = process.argv[4] === 'tls';
const get = 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n';
/** @type {Record<string, number>} */
const answers = {};

/** @param {string | undefined} status */
function count(status = 'none') {
  answers[status] = (answers[status] ?? 0) + 1;
}

/** @param {import('node:net').Socket} socket */
function quiet(socket) {
  return socket.on('error', () => {});
}

/** @param {string} [localAddress] */
function opened(localAddress) {
  const to = { port, host: '127.0.0.1', localAddress };
  return quiet(encrypted ? connectTls({ ...to, rejectUnauthorized: false }) : connect(to));
}

/**
 * Sends bytes and counts the status of what comes back until the connection is closed.
 *
 * @param {string | Buffer} bytes @param {string} [localAddress]
 */
async function exchange(bytes, localAddress) {
  const socket = opened(localAddress);
  let text = '';
  socket.on('data', (chunk) => {
    if (text.length < 100) text += chunk.toString('latin1');
  });
  socket.write(bytes);
  const giveUp = setTimeout(() => socket.destroy(), 30_000);
  await once(socket, 'close').catch(() => {});
  clearTimeout(giveUp);
  count(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
}

/** Scrapes over and over on one connection, and connects again when that was closed. @param {number} times */
async function scrapes(times) {
  let done = 0;
  while (done < times) {
    const socket = quiet(connect(port, '127.0.0.1'));
    let got = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
      const head = got.indexOf('\r\n\r\n');
      if (head === -1) return;
      const text = got.toString('latin1', 0, head);
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (got.length < head + 4 + length) return;
      count(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
      got = Buffer.alloc(0);
      done += 1;
      if (done < times) socket.write(`${get}\r\n`);
      else socket.destroy();
    });
    socket.write(`${get}\r\n`);
    await once(socket, 'close').catch(() => {});
    if (done < times && got.length > 0) count('torn');
    await sleep(1);
  }
}

/**
 * Connections that all stay as they are for some seconds, during which others scrape.
 *
 * @param {number} number @param {string} bytes @param {() => import('node:net').Socket} open
 */
async function hold(number, bytes, open = () => quiet(connect(port, '127.0.0.1'))) {
  const sockets = Array.from({ length: number }, () => open().pause());
  await Promise.all(sockets.map((socket) => once(socket, 'connect').catch(() => {})));
  for (const socket of sockets) socket.write(bytes);
  for (let scrape = 0; scrape < 10; scrape += 1) {
    await exchange(`${get}Connection: close\r\n\r\n`);
    await sleep(200);
  }
  for (const socket of sockets) socket.destroy();
}

/** @param {number} times @param {() => Promise<void>} what */
async function atOnce(times, what) {
  await Promise.all(Array.from({ length: times }, what));
}

/** Sends bytes as they are, also where TLS is spoken. @param {Buffer} bytes */
async function shout(bytes) {
  const socket = quiet(connect(port, '127.0.0.1'));
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.write(bytes);
  const giveUp = setTimeout(() => count('still open'), 15_000);
  await once(socket, 'close').catch(() => {});
  clearTimeout(giveUp);
  count(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
}

/** @param {number} rounds of 50 */
async function burst(rounds) {
  for (let round = 0; round < rounds; round += 1) {
    await atOnce(50, () => exchange(`${get}Connection: close\r\n\r\n`));
    await sleep(50);
  }
}

let guesses = 0;

/** A password that nobody has tried, from one of 20 addresses in turn. */
function guess() {
  guesses += 1;
  const login = Buffer.from(`rig:guess${guesses}`).toString('base64');
  return exchange(
    `${get}Authorization: Basic ${login}\r\nConnection: close\r\n\r\n`,
    `127.0.0.${2 + (guesses % 20)}`,
  );
}

/** @type {Record<string, () => Promise<void>>} */
const kinds = {
  silent: () => hold(200, ''),
  crowd: () => hold(1000, ''),
  burst: () => burst(20),
  'short burst': () => burst(6),
  scrapes: () => atOnce(8, () => scrapes(1250)),
  async logins() {
    for (let round = 0; round < 4; round += 1) await atOnce(50, guess);
  },
  unread: () => hold(50, `${get}\r\n`, opened),
  // Asks for more before it has read anything, and takes a byte at a time.
  async trickle() {
    const sockets = Array.from({ length: 20 }, () => quiet(connect(port, '127.0.0.1')));
    for (const socket of sockets) {
      socket.on('readable', () => {});
      socket.write(`${get}\r\n`);
    }
    for (let second = 0; second < 3; second += 1) {
      await sleep(1000);
      for (const socket of sockets) {
        socket.read(1);
        socket.write(`${get}\r\n`);
      }
    }
    for (const socket of sockets) socket.destroy();
  },
  pipelined: () => atOnce(20, () => exchange(`${get}\r\n`.repeat(1000))),
  headers: () => atOnce(50, () => exchange(`${get}X: ${'x'.repeat(1024 * 1024)}\r\n\r\n`)),
  async garbage() {
    for (let round = 0; round < 20; round += 1) {
      await atOnce(25, () => exchange(randomBytes(64 * 1024)));
      await atOnce(25, () => exchange(Buffer.concat([Buffer.from([22, 3, 1, 2, 0]), randomBytes(512)])));
    }
  },
  // No TLS, or what begins like it.
  async noise() {
    for (let round = 0; round < 10; round += 1) {
      await atOnce(25, () => shout(randomBytes(64 * 1024)));
      await atOnce(25, () => shout(Buffer.concat([Buffer.from([22, 3, 1, 2, 0]), randomBytes(517)])));
    }
  },
  bodies: () =>
    atOnce(20, () =>
      exchange(
        Buffer.concat([
          Buffer.from(`${get}Content-Length: ${8 * 1024 * 1024}\r\n\r\n`),
          Buffer.alloc(8 * 1024 * 1024),
        ]),
      ),
    ),
};

const load = kinds[kind];
if (load === undefined) throw new Error(`no such load: ${kind}`);
await load();
process.stdout.write(`${JSON.stringify(answers)}\n`);
