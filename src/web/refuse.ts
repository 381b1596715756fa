import type { Duplex } from 'node:stream';
import type { Timers } from '../time.ts';

/** Seconds that a client who is refused has for reading why. */
const linger = 1;

/** Answers what is no HTTP, too long or too slow, and ends the connection. */
export function refuse(
  error: NodeJS.ErrnoException & { readonly rawPacket?: unknown },
  socket: Duplex,
  timers: Timers,
): void {
  if (error.code === 'ECONNRESET') socket.destroy();
  else refuseWith(statusFor(error.code, error.rawPacket), socket, timers);
}

/** Sends a status, with a line of words or without, and ends the connection. */
export function refuseWith(status: string, socket: Duplex, timers: Timers, words = ''): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  // After CONNECT nobody else listens, and a client that is torn off would be an error of the whole program.
  socket.on('error', () => socket.destroy());
  const allow = status.startsWith('405') || status.startsWith('501') ? 'Allow: GET, HEAD\r\n' : '';
  const body = words === '' ? '' : `${words}\n`;
  const type = words === '' ? '' : 'Content-Type: text/plain; charset=utf-8\r\n';
  const length = `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  socket.end(`HTTP/1.1 ${status}\r\n${allow}${type}Connection: close\r\n${length}\r\n${body}`);
  const cancel = timers.after(linger, () => socket.destroy());
  socket.on('close', cancel);
}

function statusFor(code: string | undefined, packet: unknown): string {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return '431 Request Header Fields Too Large';
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return '408 Request Timeout';
    case 'HPE_INVALID_METHOD':
      return isRequestLine(packet) ? '501 Not Implemented' : '400 Bad Request';
    default:
      return '400 Bad Request';
  }
}

/** A proper request line (RFC 9112, section 3), of a method that Node does not know. */
function isRequestLine(packet: unknown): boolean {
  return (
    Buffer.isBuffer(packet) &&
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP\/1\.[01]\r\n/.test(packet.toString('latin1', 0, 1024))
  );
}
