import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Timers } from '../time.ts';
import type { TlsSettings } from './config/certificates.ts';
import { isAccepted, requested } from './config/client-certificate.ts';
import { refuseWith } from './refuse.ts';

/** What encrypting a connection takes. */
export interface TlsConnectionsOptions {
  /** The newest; `null` refuses everybody. */
  readonly settings: () => TlsSettings | null;
  readonly timers: Timers;
  /** Within so many seconds something must come, and within as many a handshake must be over. */
  readonly seconds: number;
  /** A connection is encrypted, and the client's certificate is as it should be. */
  readonly onSecure: (encrypted: TLSSocket) => void;
}

/** Bits of OpenSSL: no tickets, so that every connection is checked anew; no second handshake within a connection. */
const secureOptions = 0x4000 | 0x4000_0000;

/** Encrypts connections, each with the newest certificate. */
export class TlsConnections {
  readonly #options: TlsConnectionsOptions;
  /** It listens nowhere, it only makes handshakes; another one takes its place when the settings change. */
  #current: { readonly settings: TlsSettings; readonly server: Server } | null = null;

  constructor(options: TlsConnectionsOptions) {
    this.#options = options;
  }

  /** @param socket a connection that has just come in */
  add(socket: Socket): void {
    const { timers, seconds } = this.#options;
    const cancel = timers.after(seconds, () => socket.destroy());
    socket.on('close', cancel);
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      cancel();
      socket.pause();
      if (isPlainHttp(first)) {
        refuseWith('400 Bad Request', socket, timers, 'this is HTTPS; the address begins with https://');
        return;
      }
      socket.removeAllListeners('end');
      socket.unshift(first);
      const server = this.#server();
      if (server === null) socket.destroy();
      else server.emit('connection', socket);
    });
  }

  #server(): Server | null {
    const settings = this.#options.settings();
    if (settings === null) return null;
    if (this.#current?.settings === settings) return this.#current.server;
    const server = createServer({
      ...settings.context,
      ...requested(settings),
      secureOptions,
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: this.#options.seconds * 1000,
    });
    server.on('secureConnection', (encrypted) => {
      if (isAccepted(encrypted, settings)) this.#options.onSecure(encrypted);
      else encrypted.destroy();
    });
    server.on('tlsClientError', (_, encrypted) => encrypted.destroy());
    this.#current = { settings, server };
    return server;
  }
}

/** Whether somebody speaks HTTP without TLS: a method in capitals, where TLS begins with a byte of 22. */
function isPlainHttp(bytes: Buffer): boolean {
  return /^[A-Z]{3,}(?: |$)/.test(bytes.toString('latin1', 0, 16));
}
