import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request for a loopback address. */
export function get(what: string, ...headers: readonly string[]): string {
  return `${[`GET ${what} HTTP/1.1`, 'Host: localhost', ...headers].join('\r\n')}\r\n\r\n`;
}

/** All that comes back until the connection is closed. */
export async function received(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => {});
  await once(socket, 'close');
  return text;
}

/**
 * What is answered to bytes as they are.
 *
 * @param end closes the sending side behind them
 */
export function exchange(address: string, bytes: string, end = false): Promise<string> {
  const port = Number(new URL(address).port);
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: end });
  socket.write(bytes);
  if (end) {
    socket.end();
    socket.on('end', () => socket.end());
  }
  return received(socket);
}

/** The status of an answer; not a number without one. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
}
