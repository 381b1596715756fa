import { Socket } from 'node:net';

/*
 * What Ink takes for a terminal. Sockets only because that is what a terminal's type is in Node; they are never
 * connected, hold no descriptor and keep no process alive.
 */

/** Rows that Ink is told of: it must not take its frame for higher than the terminal. */
const rowsForInk = 9999;

/** Collects what Ink draws. */
export class InkStdout extends Socket {
  /**
   * Not a terminal as far as Ink's cursor is concerned: it would show it again through the process's stderr at the
   * end, which may be a file or a terminal that has stopped. The cursor and the frame's bounds are ours to write.
   */
  readonly isTTY = false;
  readonly rows = rowsForInk;
  columns: number;
  readonly #onText: (text: string) => void;

  constructor(columns: number, onText: (text: string) => void) {
    super();
    this.columns = columns;
    this.#onText = onText;
  }

  override write(
    chunk: Uint8Array | string,
    encodingOrCallback?: BufferEncoding | ((error?: Error) => void),
    callback?: (error?: Error) => void,
  ): boolean {
    if (chunk.length > 0) this.#onText(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const done = typeof encodingOrCallback === 'function' ? encodingOrCallback : callback;
    if (done !== undefined) queueMicrotask(done);
    return true;
  }

  // The rest of what a terminal can do; Ink uses none of it.
  clearLine(): boolean {
    return true;
  }

  clearScreenDown(): boolean {
    return true;
  }

  cursorTo(): boolean {
    return true;
  }

  moveCursor(): boolean {
    return true;
  }

  getColorDepth(): number {
    return 4;
  }

  hasColors(): boolean {
    return true;
  }

  getWindowSize(): [number, number] {
    return [this.columns, this.rows];
  }
}

/** A keyboard without keys: the real one belongs to the miner. */
export class InkStdin extends Socket {
  readonly isTTY = false;
  readonly isRaw = false;

  setRawMode(): this {
    return this;
  }
}
