import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type IPty, spawn } from '@lydell/node-pty';
import headless, { type IUnicodeVersionProvider } from '@xterm/headless';
import stringWidth from 'string-width';
import { environment } from './environment.ts';
import { until } from './until.ts';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * How wide characters are: each one by itself, as in most terminals. The emulator's own table is of 2010 and has no wide
 * emoji. The properties are packed as the emulator does it: width from bit 1, and in bit 0 whether it joins the one before.
 */
const widths: IUnicodeVersionProvider = {
  version: 'each by itself',
  wcwidth: (code) => widthOf(code),
  charProperties(code, before) {
    const width = widthOf(code);
    const widthBefore = (before >> 1) & 3;
    const joins = width === 0 && widthBefore > 0;
    return ((joins ? widthBefore : width) << 1) | (joins ? 1 : 0);
  },
};

function widthOf(code: number): 0 | 1 | 2 {
  if (code < 0x7f) return code < 0x20 ? 0 : 1;
  const width = stringWidth(String.fromCodePoint(code));
  return width === 0 || width === 1 ? width : 2;
}

/** Shown after the last command, with the exit code of what ran before. */
const endMark = 'ended with';

/**
 * A terminal in which a shell runs commands: a pseudo-terminal, and an emulator that knows what would be seen.
 *
 * When the commands are over the shell says so and stays, so that nothing of their output gets lost.
 */
export class Terminal {
  readonly #pty: IPty;
  readonly #screen: InstanceType<typeof headless.Terminal>;
  readonly #wire: Uint8Array[] = [];
  #wireLength = 0;
  readonly #closed: Promise<void>;
  #cursorVisible = true;
  #open = true;

  constructor(commands: string, directory: string, options: TerminalOptions = {}) {
    const { columns: cols = 120, rows = 40, env = {} } = options;
    this.#screen = new headless.Terminal({
      cols,
      rows,
      scrollback: 100_000,
      allowProposedApi: true,
      // What is broken in what it gets is for the tests to say.
      logLevel: 'off',
    });
    this.#screen.unicode.register(widths);
    this.#screen.unicode.activeVersion = widths.version;
    for (const [final, visible] of [
      ['h', true],
      ['l', false],
    ] as const) {
      this.#screen.parser.registerCsiHandler({ prefix: '?', final }, (parameters) => {
        if (parameters.includes(25)) this.#cursorVisible = visible;
        return false;
      });
    }
    this.#pty = spawn('sh', ['-c', `${commands}\nprintf '${endMark} %s\\n' $?; exec sleep 600`], {
      cols,
      rows,
      cwd: directory,
      env: environment(env),
      encoding: null,
    });
    this.#pty.onData((chunk: string | Uint8Array) => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      this.#wire.push(bytes);
      this.#wireLength += bytes.length;
      this.#screen.write(bytes);
    });
    // What a terminal answers when it is asked something.
    this.#screen.onData((answer) => {
      if (this.#open) this.#pty.write(answer);
    });
    this.#closed = new Promise((resolve) => {
      this.#pty.onExit(() => resolve());
    });
  }

  /** Every byte that the terminal was sent. */
  get wire(): Buffer {
    return Buffer.concat(this.#wire);
  }

  /** How many bytes it was sent. */
  get wireLength(): number {
    return this.#wireLength;
  }

  /** The rows of the screen as they are seen now, without the blanks at their ends. */
  get screen(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.#screen.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  /** Everything that can be seen by scrolling up, rows that the terminal broke joined again; no empty rows at the end. */
  get lines(): string[] {
    const { active } = this.#screen.buffer;
    const lines: string[] = [];
    for (let row = 0; row < active.length; row += 1) {
      const line = active.getLine(row);
      if (line === undefined) continue;
      const whole = active.getLine(row + 1)?.isWrapped !== true;
      const text = line.translateToString(whole);
      if (line.isWrapped) lines.push(`${lines.pop() ?? ''}${text}`);
      else lines.push(text);
    }
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  /** Where the cursor is on the screen, counted from 0. */
  get cursor(): { readonly row: number; readonly column: number; readonly visible: boolean } {
    const { cursorX, cursorY } = this.#screen.buffer.active;
    return { row: cursorY, column: cursorX, visible: this.#cursorVisible };
  }

  /** The colour from the palette of 16 in which a text stands on the screen; `null` for the usual one. */
  colourOf(text: string): number | null {
    const { active } = this.#screen.buffer;
    for (let row = 0; row < active.length; row += 1) {
      const line = active.getLine(row);
      const column = line?.translateToString().indexOf(text) ?? -1;
      const cell = column === -1 ? undefined : line?.getCell(column);
      if (cell !== undefined) return cell.isFgPalette() ? cell.getFgColor() : null;
    }
    throw new Error(`not on the screen: ${text}`);
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  /** The window gets another size. */
  async resize(columns: number, rows: number): Promise<void> {
    // What was sent before is drawn in the old size.
    await new Promise<void>((resolve) => this.#screen.write('', resolve));
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Waits until a text can be seen, on the screen or above it. */
  async shows(text: string | RegExp): Promise<void> {
    await until(() => {
      if (this.lines.some((line) => (typeof text === 'string' ? line.includes(text) : text.test(line))))
        return true;
      throw new Error(`${text} is not shown:\n${this.screen.join('\n')}`);
    });
  }

  /** Waits for the end of the commands; gives the exit code of the last one. */
  async ended(): Promise<number> {
    const mark = new RegExp(`${endMark} (\\d+)$`);
    await this.shows(mark);
    return Number(mark.exec(this.lines.find((line) => mark.test(line)) ?? '')?.[1]);
  }

  /** The window is closed, or the connection lost: whatever runs in it gets a hang-up. */
  hangUp(): void {
    this.#open = false;
    const pty: object = this.#pty;
    if ('destroy' in pty && typeof pty.destroy === 'function') pty.destroy();
  }

  /** Ends everything that was started in it. */
  async kill(): Promise<void> {
    this.#open = false;
    for (const pid of processesOf(this.#pty.pid)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    }
    await this.#closed;
    this.#screen.dispose();
  }
}

/** The processes of a session: a shell gives each of its jobs a group of its own. Without /proc, the first of them. */
function processesOf(session: number): number[] {
  if (!existsSync('/proc/self/stat')) return [session];
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.map(Number).filter((pid) => {
    try {
      // proc(5): field 6 is the session; the name before it may hold blanks.
      const afterName = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1) ?? '';
      return Number(afterName.split(' ')[3]) === session;
    } catch {
      return false;
    }
  });
}
