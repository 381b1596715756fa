import { Terminal } from '@xterm/headless';
import type { Screen } from '../../src/panel/screen.ts';
import type { Clock, Timers } from '../../src/time.ts';

/** A terminal to read back from, and a screen that can stall. */
export class FakeTerminal implements Screen {
  readonly terminal: Terminal;
  /** Each text given to the screen. */
  readonly writes: string[] = [];
  stalled = false;
  readonly sizeless: boolean;
  #listener: (() => void) | null = null;

  constructor(columns: number, rows: number, sizeless = false) {
    this.sizeless = sizeless;
    this.terminal = new Terminal({
      cols: columns,
      rows,
      scrollback: 100_000,
      allowProposedApi: true,
      convertEol: true,
    });
  }

  /** What the terminal says of its size. */
  get columns(): number {
    return this.sizeless ? 0 : this.terminal.cols;
  }

  get rows(): number {
    return this.sizeless ? 0 : this.terminal.rows;
  }

  write(text: string): void {
    this.writes.push(text);
    this.terminal.write(text);
  }

  congested(): boolean {
    return this.stalled;
  }

  onResize(listener: () => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = null;
    };
  }

  get listening(): boolean {
    return this.#listener !== null;
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.settled();
    this.terminal.resize(columns, rows);
    this.#listener?.();
  }

  /** Everything the terminal holds, scrollback and screen, without the blank rows at the end. */
  async all(): Promise<string[]> {
    await this.settled();
    const buffer = this.terminal.buffer.active;
    const rows = Array.from(
      { length: buffer.length },
      (_, y) => buffer.getLine(y)?.translateToString(true) ?? '',
    );
    while (rows.at(-1) === '') rows.pop();
    return rows;
  }

  /** What is on the screen. */
  async screen(): Promise<string[]> {
    await this.settled();
    const buffer = this.terminal.buffer.active;
    return Array.from(
      { length: this.terminal.rows },
      (_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '',
    );
  }

  /** Row and column of the cursor on the screen. */
  async cursor(): Promise<[row: number, column: number]> {
    await this.settled();
    const { cursorY, cursorX } = this.terminal.buffer.active;
    return [cursorY, cursorX];
  }

  /** What was last said about the cursor. */
  get cursorVisible(): boolean {
    const written = this.writes.join('');
    return written.lastIndexOf('\x1b[?25h') >= written.lastIndexOf('\x1b[?25l');
  }

  settled(): Promise<void> {
    return new Promise((resolve) => this.terminal.write('', resolve));
  }
}

/** Time that passes only when it is told to. */
export class FakeTimers implements Pick<Clock, 'monotonic'>, Timers {
  #now = 0;
  #waiting: { at: number; callback: () => void }[] = [];

  monotonic(): number {
    return this.#now;
  }

  after(seconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + seconds, callback };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  get pending(): number {
    return this.#waiting.length;
  }

  async pass(seconds: number): Promise<void> {
    const end = this.#now + seconds + 1e-9;
    for (;;) {
      const [next] = this.#waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#now = next.at;
      this.#waiting = this.#waiting.filter((other) => other !== next);
      next.callback();
      await Promise.resolve();
    }
    this.#now = end;
  }
}
