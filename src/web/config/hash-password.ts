import type { Readable } from 'node:stream';

/** bcrypt looks at no more bytes of a password. */
const longest = 72;
/** So many characters of a line are read. */
const mostRead = 1000;
/** As Prometheus's documentation proposes: a tenth of a second at a first login. */
const cost = 10;

/** Where the password comes from and the hash goes to. */
export interface HashPasswordIo {
  readonly stdin: Readable;
  /** Switches what is typed from being shown; `null` where nobody types. */
  readonly hideTyping: ((hide: boolean) => void) | null;
  /** Takes what is said to who types. */
  readonly say: (text: string) => void;
  /** Takes the hash, with a newline. */
  readonly print: (text: string) => void;
}

/**
 * Makes the bcrypt hash of a password for `basic_auth_users`: typed twice without being shown, or the first line of a
 * pipe.
 *
 * @returns the exit code
 */
export async function hashPassword({ stdin, hideTyping, say, print }: HashPasswordIo): Promise<number> {
  const typed = new Typed(stdin);
  hideTyping?.(true);
  let password: string | null;
  try {
    if (hideTyping !== null) say('Password: ');
    password = await typed.line(hideTyping !== null);
    if (hideTyping !== null && password) {
      say('\nOnce more: ');
      const again = await typed.line(true);
      if (again !== null && again !== password) {
        say('\nfpga-tee: these are two different passwords; try again\n');
        return 2;
      }
      if (again === null) password = null;
    }
    if (hideTyping !== null) say('\n');
  } finally {
    hideTyping?.(false);
  }
  const wrong = problemOf(password);
  if (password === null || wrong !== null) {
    say(`fpga-tee: ${wrong}\n`);
    return 2;
  }
  const { hashSync } = await import('bcryptjs');
  print(`${hashSync(password, cost)}\n`);
  return 0;
}

function problemOf(password: string | null): string | null {
  if (!password) return 'no password given; type one, or pipe a line of it into fpga-tee hash-password';
  if (Buffer.byteLength(password) > longest)
    return `the password has more than ${longest} bytes, and bcrypt would leave the rest out; take a shorter one`;
  return null;
}

/** Lines, as somebody types them without the terminal's help. */
class Typed {
  readonly #chunks: AsyncIterator<unknown>;
  #rest = '';

  constructor(stdin: Readable) {
    stdin.setEncoding('utf8');
    this.#chunks = stdin[Symbol.asyncIterator]();
  }

  /**
   * @param keys whether keys are typed: Backspace takes one back, Ctrl-C and Ctrl-D give up
   * @returns null when there is none
   */
  async line(keys: boolean): Promise<string | null> {
    let line = '';
    for (;;) {
      for (const [at, key] of [...this.#rest].entries()) {
        if (key === '\r' || key === '\n') {
          this.#rest = [...this.#rest].slice(at + 1).join('');
          return line;
        }
        if (keys && (key === '\x03' || key === '\x04')) return null;
        if (keys && (key === '\x7f' || key === '\b')) line = [...line].slice(0, -1).join('');
        else line += key;
        // Far too long already; some devices never end a line.
        if (line.length > mostRead) return line;
      }
      const { value, done } = await this.#chunks.next();
      if (done === true || typeof value !== 'string') return line === '' ? null : line;
      this.#rest = value;
    }
  }
}
