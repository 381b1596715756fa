/** What is to be done for what was typed. */
export type KeyAction =
  /** Keys for the miner, as they were typed. */
  | { readonly type: 'miner'; readonly keys: string }
  /** The tool's own keys are open from now on, or no longer. */
  | { readonly type: 'open' }
  | { readonly type: 'close' }
  /** One of the tool's own keys. */
  | { readonly type: 'own'; readonly key: OwnKey }
  /** Ctrl-S and Ctrl-Q: the view stands still, or goes on. */
  | { readonly type: 'hold'; readonly on: boolean }
  /** What a terminal would make of Ctrl-C, Ctrl-Z and Ctrl-\\, were the keyboard not ours alone. */
  | { readonly type: 'signal'; readonly signal: 'SIGINT' | 'SIGTSTP' | 'SIGQUIT' };

/** A key of the tool's own: a letter, an arrow, or a miner's digit. */
export type OwnKey =
  | 'pause'
  | 'sort'
  | 'trend'
  | 'restart'
  | 'detach'
  | 'stop'
  | 'help'
  | 'next'
  | 'previous'
  | 'card-up'
  | 'card-down'
  | 'events'
  | 'address'
  | 'close'
  | Digit;

/** Which miner; 0 for all. */
export interface Digit {
  readonly miner: number;
}

/** Ctrl-], telnet's key for the same: opens the tool's own keys. */
const opener = '\x1d';
const escapeKey = '\x1b';
/** What a terminal sends for keys such as the arrows (ECMA-48, 5.4), and any other character. */
const pieces = /\x1b[[O][0-?]*[ -/]*[@-~]|./gsu;

const letters: Readonly<Record<string, Exclude<OwnKey, Digit>>> = {
  p: 'pause',
  ' ': 'pause',
  s: 'sort',
  t: 'trend',
  r: 'restart',
  d: 'detach',
  q: 'stop',
  h: 'help',
  '?': 'help',
  n: 'next',
  e: 'events',
  i: 'address',
};
/** The last letter of what a terminal sends for the arrows. */
const arrows: Readonly<Record<string, Exclude<OwnKey, Digit>>> = {
  A: 'card-up',
  B: 'card-down',
  C: 'next',
  D: 'previous',
};
/** Keys that may be wanted again at once; an end is asked for twice. */
const staysOpen = new Set<OwnKey>([
  'sort',
  'trend',
  'help',
  'next',
  'previous',
  'card-up',
  'card-down',
  'events',
  'address',
  'stop',
]);
const signals: Readonly<Record<string, 'SIGINT' | 'SIGTSTP' | 'SIGQUIT'>> = {
  '\x03': 'SIGINT',
  '\x1a': 'SIGTSTP',
  '\x1c': 'SIGQUIT',
};

/**
 * Tells the miner's keys from the tool's own. Everything is the miner's but Ctrl-] with the key after it, and Ctrl-S and
 * Ctrl-Q, which are the terminal's elsewhere: passed on, Ctrl-S would stop the miner itself at its next line.
 */
export class KeyReader {
  readonly #free: boolean;
  #open = false;
  /** No key was typed since they were opened: then the opener is meant for the miner. */
  #fresh = false;

  /** @param free there is no miner to type to: every key is the tool's own */
  constructor(free = false) {
    this.#free = free;
  }

  get open(): boolean {
    return this.#open;
  }

  /** The tool's own keys are over: nobody has typed one for a while. */
  close(): void {
    this.#open = false;
  }

  /** @param typed text as it came from the terminal */
  take(typed: string): readonly KeyAction[] {
    if (this.#free) return [...typed.matchAll(pieces)].flatMap(([piece]) => freeAction(piece));
    const actions: KeyAction[] = [];
    let keys = '';
    const add = (action: KeyAction | null): void => {
      if (keys !== '') actions.push({ type: 'miner', keys });
      keys = '';
      if (action !== null) actions.push(action);
    };
    for (const [piece] of typed.matchAll(pieces)) {
      if (this.#open) for (const action of this.#own(piece)) add(action);
      else if (piece === opener) {
        this.#open = true;
        this.#fresh = true;
        add({ type: 'open' });
      } else if (piece === '\x13' || piece === '\x11') add({ type: 'hold', on: piece === '\x13' });
      else keys += piece;
    }
    add(null);
    return actions;
  }

  #own(piece: string): readonly KeyAction[] {
    const key = ownKeyOf(piece);
    const fresh = this.#fresh;
    this.#fresh = piece === opener;
    if (piece === opener && !fresh) return [{ type: 'open' }];
    if (key !== null && staysOpen.has(key)) return [{ type: 'own', key }];
    // Another key of this kind is a slip.
    if (key === null && piece.length > 1 && piece.startsWith(escapeKey)) return [];
    this.#open = false;
    if (key !== null) return [{ type: 'own', key }, { type: 'close' }];
    return piece === opener ? [{ type: 'miner', keys: opener }, { type: 'close' }] : [{ type: 'close' }];
  }
}

function freeAction(piece: string): readonly KeyAction[] {
  const signal = signals[piece];
  if (signal !== undefined) return [{ type: 'signal', signal }];
  if (piece === '\x13' || piece === '\x11') return [{ type: 'hold', on: piece === '\x13' }];
  const key = piece === escapeKey ? 'close' : ownKeyOf(piece);
  return key === null ? [] : [{ type: 'own', key }];
}

/** What is left of keys without those that end a miner when they are a slip: ESC by itself, and `q`. */
export function withoutEnds(keys: string): string {
  return [...keys.matchAll(pieces)]
    .map(([piece]) => piece)
    .filter((piece) => piece !== escapeKey && piece.toLowerCase() !== 'q')
    .join('');
}

/** Whether these keys ask a miner to end: ESC by itself, or Ctrl-C. */
export function askForEnd(keys: string): boolean {
  return [...keys.matchAll(pieces)].some(([piece]) => piece === escapeKey || piece === '\x03');
}

function ownKeyOf(piece: string): OwnKey | null {
  if (/^[0-9]$/.test(piece)) return { miner: Number(piece) };
  const arrow = /^\x1b[[O]([A-D])$/.exec(piece)?.[1];
  if (arrow !== undefined) return arrows[arrow] ?? null;
  const lower = piece.toLowerCase();
  return lower === 'a' ? { miner: 0 } : (letters[lower] ?? null);
}
