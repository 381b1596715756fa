import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Connections } from '../../src/web/connections.ts';

let clients = 0;

/** A connection from a client of its own. */
function connection(remotePort = ++clients): Socket {
  return Object.defineProperties(new Socket(), {
    remoteAddress: { value: '127.0.0.1' },
    remotePort: { value: remotePort },
  });
}

function sockets(count: number): Socket[] {
  return Array.from({ length: count }, () => connection());
}

/** The places of those that were closed. */
function closed(all: readonly Socket[]): number[] {
  return all.flatMap(({ destroyed }, place) => (destroyed ? [place] : []));
}

/** Three connections, as many as there may be. */
function full() {
  const all = sockets(3);
  const connections = new Connections(3);
  for (const socket of all) connections.add(socket);
  const set = (place: number, doing: 'idle' | 'waiting' | 'taking') => {
    const socket = all[place];
    if (socket !== undefined) connections.set(socket, doing);
  };
  const more = () => {
    const socket = connection();
    all.push(socket);
    connections.add(socket);
  };
  return { all, connections, set, more };
}

test('as many as allowed stay', () => {
  expect(closed(full().all)).toEqual([]);
});

test('the one that has been idle longest gives way to a new one', () => {
  const { all, more } = full();
  more();
  expect(closed(all)).toEqual([0]);
  more();
  expect(closed(all)).toEqual([0, 1]);
});

test('one that has had an answer has been idle since then', () => {
  const { all, set, more } = full();
  set(0, 'waiting');
  set(0, 'taking');
  set(0, 'idle');
  more();
  expect(closed(all)).toEqual([1]);
});

test('one that waits for its answer, or takes it, is left alone while another is idle', () => {
  const { all, set, more } = full();
  set(0, 'waiting');
  set(1, 'taking');
  more();
  expect(closed(all)).toEqual([2]);
});

test('whoever has been at taking his answer for longest gives way when none is idle', () => {
  const { all, set, more } = full();
  for (const place of [0, 1, 2]) set(place, 'waiting');
  set(2, 'taking');
  set(1, 'taking');
  more();
  expect(closed(all)).toEqual([2]);
});

test('a new one is closed when all wait for answers', () => {
  const { all, set, more } = full();
  for (const place of [0, 1, 2]) set(place, 'waiting');
  more();
  expect(closed(all)).toEqual([3]);
});

test('one that has closed leaves its place', async () => {
  const { all, more } = full();
  all[1]?.destroy();
  await new Promise((resolve) => setImmediate(resolve));
  more();
  expect(closed(all)).toEqual([1]);
});

test('the encrypted form of a connection stands for it', () => {
  const { all, connections, more } = full();
  const encrypted = connection(all[0]?.remotePort);
  expect(connections.isIdle(encrypted)).toBe(true);
  connections.set(encrypted, 'waiting');
  expect(connections.isIdle(encrypted)).toBe(false);
  more();
  more();
  expect(closed(all)).toEqual([1, 2]);
});

test('what was not taken is not known', () => {
  const { connections } = full();
  const other = connection();
  connections.set(other, 'idle');
  expect(connections.isIdle(other)).toBe(false);
});

test('all can be closed, whatever they do', () => {
  const { all, connections, set } = full();
  set(0, 'waiting');
  set(1, 'taking');
  connections.closeAll();
  expect(closed(all)).toEqual([0, 1, 2]);
});
