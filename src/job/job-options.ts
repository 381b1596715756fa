import type { Bitstream } from '../bitstreams/bitstream.ts';
import type { FileIdentity } from '../bytes/log/log-disk.ts';
import type { LogOptions } from '../bytes/log/log-file.ts';
import type { PanelSettings } from '../panel/settings.ts';
import type { Platform } from '../platform/platform.ts';
import type { PoolOptions } from '../pools/entry.ts';
import type { CardLimits } from '../readings/card-limits.ts';
import type { CardNames } from '../rig/names.ts';
import type { MinerRun, MinerStatus } from '../rig/snapshot.ts';
import type { StallKind, StallThresholds } from '../rig/stall.ts';
import type { Warnings } from '../rig/warnings.ts';
import type { UsableWebConfig } from '../web/config/load.ts';
import type { Parts } from './parts.ts';
import type { StallCommandLines } from './stall-commands.ts';
import type { TerminalSize } from './view.ts';

/** What a job needs of the world. */
export interface JobIo extends Parts {
  /** The terminal that stdout is; `null` when it is a pipe or a file. */
  readonly terminal: TerminalSize | null;
  /** Whether that terminal can show more than lines. */
  readonly drawable: boolean;
  readonly colour: boolean;
  /** That terminal shows nothing but ASCII. */
  readonly ascii?: boolean;
  /** The files that stdin and stdout are; `null` when they are none. */
  readonly inputFile: FileIdentity | null;
  readonly outputFile: FileIdentity | null;
  readonly platform: Pick<Platform, 'logFlags' | 'mayRenameLater' | 'startShell'>;
  /** Resolves when input that was there already has been taken: then what takes long to load may be loaded. */
  readonly idle: Promise<unknown>;
  /** What the options' web configuration was at the start; `null` without one. */
  readonly webConfig: UsableWebConfig | null;
}

/** What all parts of a job work with. */
export interface Shared {
  readonly options: JobOptions;
  readonly io: JobIo;
  readonly warnings: Warnings;
  /** Says a line on stderr, where there is no panel to show what it is about. */
  readonly say: (line: string) => void;
  /** Shows lines of ours where people look: above the panel, else on stderr. */
  readonly show: (lines: readonly string[]) => void;
}

/** What counts as stuck or slow, and what is done about it. */
export interface StallOptions extends StallCommandLines {
  readonly thresholds: StallThresholds;
  /** The fraction of its own median hashrate below which a card is slow; `null`: never. */
  readonly slowBelow: number | null;
}

/** What is trouble, and what is done about it. */
export interface AlertOptions {
  /** From where on the values of the card with that name are yellow and red. */
  readonly limitsOf: (card: string) => CardLimits;
  /** Seconds for which a value must be red before it is an alert, and well before that is over. */
  readonly after: number;
  /** Command lines for a shell; `null` for none. */
  readonly onAlert: string | null;
  readonly onAlertOver: string | null;
}

/** What is shown and served. */
export interface JobOptions {
  /** What is waited for before the first statistics: a bitstream's name, or `auto`. */
  readonly bitstream: string;
  /** More than one miner: each line is shown with its miner's name. */
  readonly several: boolean;
  /** A log of all miners' lines, each with its miner's name in front; `null` for none. */
  readonly linesLog?: LogOptions | null;
  /** Seconds. */
  readonly staleAfter: number;
  readonly alerts: AlertOptions;
  readonly stalls: StallOptions;
  /** `null` for no metrics server. */
  readonly port: number | null;
  /** `null` for all addresses. */
  readonly host: string | null;
  /** The web configuration's path; `null` for plain HTTP without passwords. */
  readonly webConfig: string | null;
  readonly plain: boolean;
  /** The page's address is shown as a QR code at the start. */
  readonly qr?: boolean;
  /** Which of the miners' lines are shown; `null` for all, byte for byte. The logs have all. */
  readonly only?: 'trouble' | null;
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

/** A miner whose output comes to the job. */
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
  /** Where it is, if it is ours to start. */
  readonly run?: () => MinerRun | null;
  /** Its output is read from its start on. */
  readonly fromStart?: boolean;
  /** Told once when it gets stuck in that. */
  readonly onStall?: (kind: StallKind) => void;
  /** What to do when its C library holds the output back, in words; not given where it can't. */
  readonly ifHeldBack?: string;
}
