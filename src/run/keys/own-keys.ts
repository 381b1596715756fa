import {
  type CardOrder,
  cardOrders,
  defaultSettings,
  type KeyMenu,
  type PanelSettings,
  trendSpans,
} from '../../panel/settings.ts';
import type { Timers } from '../../time.ts';
import { KeyReader, type OwnKey } from './keys.ts';

/** What keys do. A miner is its place in the list; `null`: all of them. */
export interface KeyTargets {
  type(keys: string, miner: number): void;
  restart(miner: number): void;
  stop(miner: number | null): void;
  /** Whose lines are shown. */
  show(miner: number | null): void;
  detachPanel(): void;
  /** Without the panel nothing of it can be chosen. */
  showsPanel(): boolean;
  /** A line for who has no panel. */
  say(line: string): void;
}

/** Seconds after the last key until the tool's own keys close, and a remark goes. */
const closesAfter = 15;
const hintFor = 5;

/** Gives what is typed to the miner, or does what the tool's own keys say. */
export class OwnKeys {
  readonly #reader = new KeyReader();
  readonly #names: readonly string[];
  readonly #targets: KeyTargets;
  readonly #timers: Timers;
  #settings: PanelSettings;
  #cancel = (): void => {};

  /** @param names of the miners */
  constructor(names: readonly string[], targets: KeyTargets, timers: Timers) {
    this.#names = names;
    this.#targets = targets;
    this.#timers = timers;
    this.#settings = { ...defaultSettings, miners: names.length > 1 ? names : [] };
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
          if (this.#settings.menu.type === 'open') this.#menu({ type: 'closed' });
          break;
        case 'hold':
          this.#pause(action.on);
          break;
        case 'own':
          this.#own(action.key);
          break;
      }
    }
  }

  #type(keys: string): void {
    const to = this.#target();
    if (to !== null) {
      this.#targets.type(keys, to);
      return;
    }
    // Whoever wants out must get out; anything else for all of them at once would be a slip.
    if (keys.includes('\x03')) for (const miner of this.#names.keys()) this.#targets.type('\x03', miner);
    else this.#hint('go to no miner while all are shown: Ctrl-] 1 or n chooses one');
  }

  /** Who gets the keys. */
  #target(): number | null {
    return this.#names.length === 1 ? 0 : this.#settings.chosen;
  }

  #opened(): void {
    this.#menu({ type: 'open', help: false }, closesAfter);
    if (this.#targets.showsPanel()) return;
    const choose = this.#names.length > 1 ? ', 1-9 and n choose a miner, 0 all' : '';
    this.#targets.say(`keys: q stop, r restart${choose}; Ctrl-] once more is typed to the miner`);
  }

  #own(key: OwnKey): void {
    const { menu, paused, order, trendSpan } = this.#settings;
    // As long as keys come it stays open.
    if (menu.type === 'open') this.#menu(menu, closesAfter);
    if (typeof key === 'object') {
      this.#choose(key.miner === 0 ? null : key.miner - 1);
      return;
    }
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
        if (menu.type === 'open') this.#menu({ type: 'open', help: !menu.help }, closesAfter);
        break;
      case 'next':
        this.#chooseNext();
        break;
      case 'detach':
        this.#pause(false);
        this.#targets.detachPanel();
        break;
      case 'restart':
        this.#restart();
        break;
      case 'stop':
        this.#targets.stop(this.#target());
        break;
    }
  }

  #restart(): void {
    const miner = this.#target();
    if (miner === null) this.#hint('all at once are not restarted: choose one first, Ctrl-] 1 or n');
    else this.#targets.restart(miner);
  }

  #chooseNext(): void {
    const next = (this.#settings.chosen ?? -1) + 1;
    this.#choose(next < this.#names.length ? next : null);
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
    this.#change({ menu });
    if (seconds === null) return;
    this.#cancel = this.#timers.after(seconds, () => {
      this.#reader.close();
      this.#change({ menu: { type: 'closed' } });
    });
  }

  #change(change: Partial<PanelSettings>): void {
    this.#settings = { ...this.#settings, ...change };
  }
}

function following<Value>(values: readonly Value[], value: Value): Value {
  const next = values[(values.indexOf(value) + 1) % values.length];
  return next === undefined ? value : next;
}
