import type { Bitstream } from '../bitstreams/bitstream.ts';
import type { FileIdentity } from '../bytes/log/log-disk.ts';
import type { LogOptions } from '../bytes/log/log-file.ts';
import type { Faults } from '../faults.ts';
import type { PanelSettings } from '../panel/settings.ts';
import type { Platform } from '../platform/platform.ts';
import type { PoolOptions } from '../pools/entry.ts';
import type { CardNames } from '../rig/names.ts';
import type { MinerStatus } from '../rig/snapshot.ts';
import type { StallKind } from '../rig/stall.ts';
import type { Warnings } from '../rig/warnings.ts';
import type { Clock, Timers } from '../time.ts';
import type { UsableWebConfig } from '../web/config/load.ts';
import type { StallOptions } from './stalls.ts';
import type { TerminalSize } from './view.ts';

/** What a station needs of the world. */
export interface StationIo {
  /** The terminal that stdout is; `null` when it is a pipe or a file. */
  readonly terminal: TerminalSize | null;
  /** Whether that terminal can show more than lines. */
  readonly drawable: boolean;
  readonly colour: boolean;
  /** The files that stdin and stdout are; `null` when they are none. */
  readonly inputFile: FileIdentity | null;
  readonly outputFile: FileIdentity | null;
  readonly platform: Pick<Platform, 'logFlags' | 'mayRenameLater' | 'startShell'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Resolves when input that was there already has been taken: then what takes long to load may be loaded. */
  readonly idle: Promise<unknown>;
  /** What is to fail, for tests. */
  readonly faults: Faults;
  /** What the options' web configuration was at the start; `null` without one. */
  readonly webConfig: UsableWebConfig | null;
}

/** What is shown and served. */
export interface StationOptions {
  /** What is waited for before the first statistics: a bitstream's name, or `auto`. */
  readonly bitstream: string;
  /** More than one miner: each line is shown with its miner's name. */
  readonly several: boolean;
  /** A log of all miners' lines, each with its miner's name in front; `null` for none. */
  readonly linesLog?: LogOptions | null;
  /** Seconds. */
  readonly staleAfter: number;
  readonly stalls: StallOptions;
  /** `null` for no metrics server. */
  readonly port: number | null;
  /** `null` for all addresses. */
  readonly host: string | null;
  /** The web configuration's path; `null` for plain HTTP without passwords. */
  readonly webConfig: string | null;
  readonly plain: boolean;
  readonly legacyMetrics: boolean;
  /** `null` for no pools. */
  readonly pools: PoolOptions | null;
  /** Nothing can be shown on stdout any more. */
  readonly onOutputGone?: () => void;
  /** What a person has chosen of the panel; the same object as long as nothing was. */
  readonly settings?: () => PanelSettings;
  /** Told of the terminal's rows that the panel leaves for the miner's lines, whenever they change. */
  readonly onRowsLeft?: (rows: number) => void;
}

/** A miner whose output comes to the station. */
export interface MinerOptions {
  /** Different for each: `stdin`, a log's base name, or the miner's name; the label `source` of its metrics. */
  readonly name: string;
  /** The bitstreams to try, in this order. */
  readonly candidates: readonly Bitstream[];
  readonly names: CardNames;
  /** `null` for no log. */
  readonly log: LogOptions | null;
  /** What is to be said of it besides its output, as it is now; `null` for nothing. */
  readonly status?: () => MinerStatus | null;
  /** Told once when it gets stuck in that. */
  readonly onStall?: (kind: StallKind) => void;
  /** What to do when its C library holds the output back, in words; not given where it can't. */
  readonly ifHeldBack?: string;
}

/** Where one miner's output goes in. Nothing here throws or waits. */
export interface MinerPort {
  /** Into the log, onto the screen, and through the bitstream. */
  bytes(chunk: Uint8Array): void;
  /** What comes now is another file or another run: a line that has no end has ended. */
  begin(): void;
  /** True while a flood of output should wait for the disk or for who reads stdout. */
  shouldWait(): boolean;
  /** A file of the miner's output begins whose bytes may come beside those of another one. */
  open(): StreamPort;
  /** There will be no more of it, unless it is {@link started} again. */
  end(): void;
  /** A new run begins, the first one too: it has its time before anything counts as stuck; a further one is a restart. */
  started(): void;
  /** A line of ours between those of the miner: into the log and onto the screen. For after its {@link end}. */
  note(words: string): void;
}

/** Where one of several files of a miner's output goes in. Nothing here throws or waits. */
export interface StreamPort {
  /** The same as with the whole port's. */
  bytes(chunk: Uint8Array): void;
  /**
   * There will be no more of it.
   *
   * @param late a line that has no end is older than what was read since, and is not read
   */
  end(late: boolean): void;
}

/** All that the miners share: what is known of their cards, the screen, the metrics, the warnings. */
export interface Station {
  readonly warnings: Warnings;
  add(miner: MinerOptions): MinerPort;
  /** Whose lines are shown; `null` for all. */
  show(miner: string | null): void;
  /** Says a line on stderr, where there is no panel to show what it is about. */
  say(line: string): void;
  /** Whether the panel is seen. */
  showsPanel(): boolean;
  /**
   * Everything is written, shown and closed. Every miner must have ended.
   *
   * @returns false when a log lacks something
   */
  end(): Promise<boolean>;
  /** Resolves when all that was read is in the logs: for an end by signal. */
  flushed(): Promise<void>;
  /** The logs are opened anew under their names: somebody has renamed them. */
  reopenLogs(): void;
  /** The panel goes away, the rest goes on. */
  detachPanel(): void;
  /** We are about to be stopped (Ctrl-Z): the panel makes room for the shell, and is drawn anew afterwards. */
  beforePause(): void;
  /** Something of the tool's own failed where nobody caught it: it is told, and the bytes go on. */
  failed(error: unknown): void;
  /** Node warns of something. */
  warned(warning: Error): void;
}
