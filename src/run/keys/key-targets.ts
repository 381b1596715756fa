import type { PanelSettings } from '../../panel/settings.ts';

/** What keys do. A miner is its place in the list; `null`: all of them. */
export interface KeyTargets {
  type(keys: string, miner: number): void;
  restart(miner: number): void;
  stop(miner: number | null): void;
  /** What a terminal would do for Ctrl-C and its like. */
  signal(signal: NodeJS.Signals): void;
  /** Whose lines are shown. */
  show(miner: number | null): void;
  detachPanel(): void;
  /** It comes back, where there is a terminal for it. */
  attachPanel(): void;
  /** For the panel to show it. */
  settingsChanged(): void;
  /** Without the panel nothing of it can be chosen. */
  showsPanel(): boolean;
  /** The names of the cards as they are shown. */
  cards(settings: PanelSettings): readonly string[];
  /** A line for who has no panel. */
  say(line: string): void;
}

/** How the keys are. */
export interface OwnKeysOptions {
  /** There is no miner to type to: they need no opening, and an end costs nothing. */
  readonly free?: boolean;
  /** What is chosen from the start. */
  readonly settings?: Partial<PanelSettings>;
}
