import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/**
 * A connection as TLS sees it: what is written goes straight out, and what comes in is what it is given. So the work of
 * TLS, of which a handshake has milliseconds, is done when its turn has come.
 */
export class PacedSocket extends Duplex {
  readonly #socket: Socket;
  readonly #wanted: () => void;
  #established = false;

  /** @param wanted called when more may be given */
  constructor(socket: Socket, wanted: () => void) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#wanted = wanted;
    socket.on('end', () => this.push(null));
    socket.on('close', () => this.destroy());
    // Whoever is at the other end is gone.
    this.on('error', () => {});
  }

  /** The handshake is over: from now on its end waits for nobody. */
  established(): void {
    this.#established = true;
  }

  override _read(): void {
    this.#wanted();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // Why a handshake failed still goes out, in the time that a handshake has.
    if (!this.#established && this.#socket.writableLength > 0) this.#socket.destroySoon();
    else this.#socket.destroy();
    done(error);
  }
}
