import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Timers } from '../../time.ts';
import type { Intake } from '../intake.ts';
import { refuseWith } from '../refuse.ts';
import type { TlsSettings } from './certificates.ts';
import { isWelcome, requested } from './client-certificate.ts';
import { PacedSocket } from './paced-socket.ts';

/** What handshakes need of the server. */
export interface HandshakesOptions {
  /** The newest; `null` refuses everybody. */
  readonly settings: () => TlsSettings | null;
  readonly intake: Pick<Intake, 'add' | 'hold' | 'release' | 'stop'>;
  readonly timers: Timers;
  /** Within so many seconds a handshake must be over. */
  readonly seconds: number;
  /** A connection is encrypted, and whoever is at the other end may ask. */
  readonly onSecure: (encrypted: TLSSocket, socket: Socket) => void;
}

/** Bits of OpenSSL: no tickets, so that every connection is checked anew; no second handshake within a connection. */
const secureOptions = 0x4000 | 0x4000_0000;

/** Makes TLS of connections, each with the newest certificate, in the same turns in which requests are read. */
export class Handshakes {
  readonly #options: HandshakesOptions;

  constructor(options: HandshakesOptions) {
    this.#options = options;
  }

  /** @param socket a connection that has just come in */
  add(socket: Socket): void {
    const { intake, timers, seconds } = this.#options;
    let paced: PacedSocket | null = null;
    const cancel = timers.after(seconds, () => socket.destroy());
    socket.on('close', cancel);
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece: Buffer) => {
      if (paced === null && isPlainHttp(piece)) {
        intake.stop(socket);
        refuseWith('400 Bad Request', socket, timers, 'this is HTTPS; the address begins with https://');
        return;
      }
      paced ??= this.#begin(socket, cancel);
      if (!paced.push(piece)) intake.hold(socket);
    });
    socket.on('end', () => {
      if (paced === null) socket.destroy();
    });
    intake.add(socket);
  }

  #begin(socket: Socket, over: () => void): PacedSocket {
    const { settings, intake, seconds, onSecure } = this.#options;
    const paced = new PacedSocket(socket, () => intake.release(socket));
    const current = settings();
    if (current === null) {
      paced.destroy();
      return paced;
    }
    // One for each connection: that takes less than the handshake, and nothing is left of an older certificate.
    const server = createServer({
      ...current.context,
      ...requested(current),
      secureOptions,
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: seconds * 1000,
    });
    server.on('secureConnection', (encrypted) => {
      over();
      paced.established();
      encrypted.on('close', () => paced.destroy());
      if (isWelcome(encrypted, current)) onSecure(encrypted, socket);
      else encrypted.destroy();
    });
    server.on('tlsClientError', () => paced.destroy());
    server.emit('connection', paced);
    return paced;
  }
}

/** Whether somebody speaks HTTP without TLS: a method in capitals, where TLS begins with a byte of 22. */
function isPlainHttp(bytes: Buffer): boolean {
  return /^[A-Z]{3,}(?: |$)/.test(bytes.toString('latin1', 0, 16));
}
