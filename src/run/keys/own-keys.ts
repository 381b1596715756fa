import {
  type CardOrder,
  cardOrders,
  defaultSettings,
  type Extra,
  type KeyMenu,
  type PanelSettings,
  trendSpans,
} from '../../panel/settings.ts';
import type { Timers } from '../../time.ts';
import type { KeyTargets, OwnKeysOptions } from './key-targets.ts';
import { KeyReader, type OwnKey, withoutEnds } from './keys.ts';

/** Seconds after the last key until the tool's own keys close, and a remark goes. */
const closesAfter = 15;
const hintFor = 5;
/** Seconds after that in which ESC and `q` are a slip: they were meant for what has closed. */
const disarmedFor = 10;

/** Gives what is typed to the miner, or does what the tool's own keys say. */
export class OwnKeys {
  readonly #reader: KeyReader;
  readonly #free: boolean;
  readonly #names: readonly string[];
  readonly #targets: KeyTargets;
  readonly #timers: Timers;
  #settings: PanelSettings;
  #disarmed = false;
  #cancel = (): void => {};
  #cancelArming = (): void => {};

  /** @param names of the miners */
  constructor(
    names: readonly string[],
    targets: KeyTargets,
    timers: Timers,
    { free = false, settings = {} }: OwnKeysOptions = {},
  ) {
    this.#reader = new KeyReader(free);
    this.#free = free;
    this.#names = names;
    this.#targets = targets;
    this.#timers = timers;
    this.#settings = {
      ...defaultSettings,
      ...settings,
      miners: names.length > 1 ? names : [],
      opener: free ? '' : 'Ctrl-]',
    };
  }

  /** What was chosen so far, for the panel. */
  get settings(): PanelSettings {
    return this.#settings;
  }

  /** @param keys as they were typed */
  typed(keys: string): void {
    for (const action of this.#reader.take(keys)) {
      switch (action.type) {
        case 'miner':
          this.#type(action.keys);
          break;
        case 'open':
          this.#opened();
          break;
        case 'close':
          if (isOpen(this.#settings.menu)) this.#menu({ type: 'closed' });
          break;
        case 'hold':
          this.#pause(action.on);
          break;
        case 'signal':
          this.#targets.signal(action.signal);
          break;
        case 'own':
          this.#own(action.key);
          break;
      }
    }
  }

  #type(typed: string): void {
    const to = this.#target();
    const keys = this.#disarmed || this.#settings.paused ? withoutEnds(typed) : typed;
    if (keys !== typed) this.#hint(this.#whyDisarmed());
    if (keys === '') return;
    if (to !== null) {
      this.#targets.type(keys, to);
      return;
    }
    // Whoever wants out must get out; anything else for all of them at once would be a slip.
    if (keys.includes('\x03')) for (const miner of this.#names.keys()) this.#targets.type('\x03', miner);
    else if (keys === typed) this.#hint('go to no miner while all are shown: Ctrl-] 1 or n chooses one');
  }

  #whyDisarmed(): string {
    return this.#settings.paused
      ? 'ESC and q are not typed to the miner while paused: Ctrl-] p goes on, Ctrl-] q ends it'
      : `ESC and q are not typed to the miner for ${disarmedFor} s after these keys: Ctrl-] q ends it`;
  }

  /** Who gets the keys. */
  #target(): number | null {
    return this.#names.length === 1 ? 0 : this.#settings.chosen;
  }

  #opened(): void {
    this.#menu({ type: 'open', help: false }, closesAfter);
    if (this.#targets.showsPanel()) return;
    const choose = this.#names.length > 1 ? ', 1-9 and n choose a miner, 0 all' : '';
    this.#targets.say(`keys: q stop, r restart, d panel${choose}; Ctrl-] once more is typed to the miner`);
  }

  #own(key: OwnKey): void {
    const { menu } = this.#settings;
    if (menu.type === 'confirm') {
      // Any other key takes it back, and does nothing else.
      this.#reader.close();
      this.#menu({ type: 'closed' });
      if (key === 'stop') this.#targets.stop(this.#target());
      return;
    }
    // As long as keys come it stays open.
    if (menu.type === 'open' && !this.#free) this.#menu(menu, closesAfter);
    if (typeof key === 'object') this.#choose(key.miner === 0 ? null : key.miner - 1);
    else this.#ownLetter(key);
  }

  #ownLetter(key: Exclude<OwnKey, object>): void {
    const { paused, order, trendSpan } = this.#settings;
    switch (key) {
      case 'pause':
        this.#pause(!paused);
        break;
      case 'sort':
        this.#change({ order: following<CardOrder>(cardOrders, order) });
        break;
      case 'trend':
        this.#change({ trendSpan: following<number | null>(trendSpans, trendSpan) });
        break;
      case 'help':
        this.#help();
        break;
      case 'next':
        this.#step(1);
        break;
      case 'previous':
        this.#step(-1);
        break;
      case 'card-up':
        this.#select(-1);
        break;
      case 'card-down':
        this.#select(1);
        break;
      case 'events':
      case 'address':
        this.#toggle(key);
        break;
      case 'close':
        this.#menu({ type: 'closed' });
        this.#change({ card: null, extra: null });
        break;
      case 'detach':
        this.#togglePanel();
        break;
      case 'restart':
        if (!this.#free) this.#restart();
        break;
      case 'stop':
        this.#stop();
        break;
    }
  }

  #help(): void {
    const { menu } = this.#settings;
    if (this.#free) this.#menu(menu.type === 'open' ? { type: 'closed' } : { type: 'open', help: true });
    else if (menu.type === 'open') this.#menu({ type: 'open', help: !menu.help }, closesAfter);
  }

  #togglePanel(): void {
    this.#pause(false);
    if (this.#targets.showsPanel()) this.#targets.detachPanel();
    else this.#targets.attachPanel();
  }

  /** What costs mining is asked for twice. */
  #stop(): void {
    if (this.#free) {
      this.#targets.stop(null);
      return;
    }
    const target = this.#target();
    const who = target === null ? this.#names.join(', ') : (this.#names[target] ?? 'the miner');
    const text = `end ${who}? q once more ramps ${target === null ? 'them all' : 'it'} down`;
    this.#menu({ type: 'confirm', text }, closesAfter);
    if (!this.#targets.showsPanel()) this.#targets.say(text);
  }

  #restart(): void {
    const miner = this.#target();
    if (miner === null) this.#hint('all at once are not restarted: choose one first, Ctrl-] 1 or n');
    else this.#targets.restart(miner);
  }

  /** From miner to miner; between the last one and the first one stand all. */
  #step(by: number): void {
    const places = this.#names.length + 1;
    const next = ((this.#settings.chosen ?? -1) + 1 + by + places) % places;
    this.#choose(next === 0 ? null : next - 1);
  }

  #choose(miner: number | null): void {
    if (this.#names.length === 1) return;
    if (miner !== null && miner >= this.#names.length) {
      this.#hint(`there are ${this.#names.length} miners only`);
      return;
    }
    this.#change({ chosen: miner });
    this.#targets.show(miner);
    if (!this.#targets.showsPanel())
      this.#targets.say(miner === null ? 'all miners are shown' : `keys go to ${this.#names[miner]}`);
  }

  /** From card to card; between the last one and the first one stands none. */
  #select(by: number): void {
    const cards = this.#targets.cards(this.#settings);
    const places = cards.length + 1;
    const before = this.#settings.card === null ? -1 : cards.indexOf(this.#settings.card);
    this.#change({ card: cards[((before + 1 + by + places) % places) - 1] ?? null });
  }

  #toggle(extra: Extra): void {
    this.#change({ extra: this.#settings.extra === extra ? null : extra });
  }

  #pause(paused: boolean): void {
    if (paused && !this.#targets.showsPanel()) return;
    if (paused !== this.#settings.paused) this.#change({ paused });
  }

  #hint(text: string): void {
    this.#reader.close();
    this.#menu({ type: 'hint', text }, hintFor);
    if (!this.#targets.showsPanel()) this.#targets.say(text);
  }

  /** @param seconds until it closes by itself */
  #menu(menu: KeyMenu, seconds: number | null = null): void {
    this.#cancel();
    if (isOpen(this.#settings.menu) && !isOpen(menu)) this.#disarm();
    this.#change({ menu });
    if (seconds === null) return;
    this.#cancel = this.#timers.after(seconds, () => {
      this.#reader.close();
      if (isOpen(menu)) this.#disarm();
      this.#change({ menu: { type: 'closed' } });
    });
  }

  #disarm(): void {
    this.#disarmed = true;
    this.#cancelArming();
    this.#cancelArming = this.#timers.after(disarmedFor, () => {
      this.#disarmed = false;
    });
  }

  #change(change: Partial<PanelSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#targets.settingsChanged();
  }
}

function isOpen({ type }: KeyMenu): boolean {
  return type === 'open' || type === 'confirm';
}

function following<Value>(values: readonly Value[], value: Value): Value {
  const next = values[(values.indexOf(value) + 1) % values.length];
  return next === undefined ? value : next;
}
