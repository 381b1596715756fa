import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Turns } from './turns.ts';

/** Bytes of requests that are read in one turn. A scrape has fewer; the shortest requests are 30 to a piece. */
const pieceBytes = 1024;

/**
 * What comes in for an HTTP server, handed to it in small pieces and in turns. By itself Node reads all requests that
 * stand in 64 KiB of a connection at one go, and as much of every other connection before it looks at anything else:
 * thousands of requests, which nobody but the miner would have to wait for.
 */
export class Intake {
  readonly #turns: Pick<Turns, 'add'>;
  readonly #readers = new WeakMap<Duplex, Reader>();

  constructor(turns: Pick<Turns, 'add'>) {
    this.#turns = turns;
  }

  /** @param socket a connection that the HTTP server has just taken over */
  add(socket: Socket): void {
    // Should a Node read in another way than by listening, then as that Node does.
    if (socket.listenerCount('data') > 0) this.#readers.set(socket, new Reader(socket, this.#turns));
  }

  /** Nothing more is read until it is released: a request is being answered. */
  hold(socket: Duplex): void {
    this.#readers.get(socket)?.hold();
  }

  release(socket: Duplex): void {
    this.#readers.get(socket)?.release();
  }

  /** Nothing is read any more: there is nobody to read it. */
  stop(socket: Duplex): void {
    this.#readers.get(socket)?.stop();
  }
}

/** One connection's bytes on their way to the HTTP server's parser. */
class Reader {
  readonly #socket: Socket;
  readonly #turns: Pick<Turns, 'add'>;
  /** What the HTTP server does with bytes. */
  readonly #parsers: readonly unknown[];
  #unread: Buffer = Buffer.alloc(0);
  #queued = false;
  #held = false;
  #stopped = false;

  constructor(socket: Socket, turns: Pick<Turns, 'add'>) {
    this.#socket = socket;
    this.#turns = turns;
    this.#parsers = socket.listeners('data');
    socket.removeAllListeners('data');
    // Whoever listens for data has it from Node, which would else give it to the parser by a shorter way.
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  hold(): void {
    this.#held = true;
    this.#socket.pause();
  }

  release(): void {
    this.#held = false;
    this.#next();
  }

  stop(): void {
    this.#stopped = true;
    this.#unread = Buffer.alloc(0);
    this.#socket.pause();
  }

  #take(chunk: Buffer): void {
    this.#socket.pause();
    if (this.#stopped) return;
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    this.#next();
  }

  #next(): void {
    if (this.#queued || this.#held || this.#stopped || this.#socket.destroyed) return;
    if (this.#unread.length === 0) {
      this.#socket.resume();
      return;
    }
    this.#queued = true;
    this.#turns.add(() => this.#turn());
  }

  #turn(): void {
    this.#queued = false;
    if (this.#stopped || this.#socket.destroyed) return;
    const piece = this.#unread.subarray(0, pieceBytes);
    this.#unread = this.#unread.subarray(pieceBytes);
    try {
      for (const parser of this.#parsers) {
        if (typeof parser === 'function') Reflect.apply(parser, this.#socket, [piece]);
      }
    } catch {
      this.#socket.destroy();
    }
    this.#next();
  }
}
