import type { Output } from '../bytes/output.ts';
import { errorWords } from '../error-words.ts';
import { type OutputPiece, pieceOf } from '../lines/cut.ts';
import { markTrouble } from '../lines/trouble-words.ts';
import type { SeriesOf } from '../rig/history.ts';
import type { Snapshot, TrendWish } from '../rig/snapshot.ts';
import type { JobIo, Shared } from './job-options.ts';
import type { Logs } from './logs.ts';
import { panelView, plainView, type View } from './view.ts';

/** Bytes held for whoever reads stdout slower than the miner prints. */
const outputLimit = 64 * 1024 * 1024;
/** Bytes of our own lines held for whoever reads stderr. */
const errorsLimit = 64 * 1024;
/** Seconds that a terminal may take nothing at the end; a pipe's reader is waited for. */
const patience = 5;

/** What the screen tells of besides what it is given. */
export interface ScreenSources {
  readonly logs: Pick<Logs, 'state'>;
  /** What the panel shows, with trends as they are wished. */
  readonly snapshot: (trend: TrendWish) => Snapshot;
  /** A card's quantity over time, for graphs. */
  readonly series: SeriesOf;
  /** The newest line of the only miner, which has no newline yet. */
  readonly unterminated: () => string;
}

/** What people see of a job: the miners' output on stdout, with or without the panel, and our own lines on stderr. */
export class Screen {
  readonly #shared: Shared;
  readonly #sources: ScreenSources;
  readonly #output: Output;
  readonly #errors: Output;
  readonly #view: View;
  #shownMiner: string | null = null;
  #linesSkipped = 0;
  /** The last panel stays as it is: what comes now stands below it. */
  #ended = false;

  constructor(shared: Shared, sources: ScreenSources) {
    const { io, options } = shared;
    const { clock, timers } = io;
    this.#shared = shared;
    this.#sources = sources;
    this.#errors = io.createOutput({ fd: 2, limit: errorsLimit, clock, timers, onProblem: () => {} });
    this.#output = this.#openOutput();
    const terminal = options.plain || !io.drawable ? null : io.terminal;
    this.#view = terminal === null ? plainView(this.#output) : this.#openPanel(terminal);
  }

  /** Bytes that stdout did not get. */
  get outputDropped(): number {
    return this.#output.dropped;
  }

  /** Lines that the panel had no room to show. */
  get linesSkipped(): number {
    return this.#linesSkipped;
  }

  /** A miner's output; of several miners whole lines with the name in front, and only of those that are to be shown. */
  write(miner: string, piece: OutputPiece): void {
    const { options, io } = this.#shared;
    // Only beside the panel: what is passed on elsewhere is the miner's, byte for byte.
    const marks = io.colour && this.showsPanel();
    const marked = (line: string) => (marks ? markTrouble(line) : line);
    if (!options.several) {
      this.#view.show(
        marks
          ? {
              ...piece,
              lines: piece.lines.map(({ text, plain, state }) => ({ text: marked(text), plain, state })),
            }
          : piece,
      );
    } else if (this.#shownMiner === null || this.#shownMiner === miner) {
      const name = nameBefore(miner, io.colour);
      this.#view.show(pieceOf(piece.lines.map(({ text }) => name + marked(text))));
    }
  }

  /** Whose lines are shown from now on; `null` for all. */
  show(miner: string | null): void {
    this.#shownMiner = miner;
  }

  /** True while a flood should wait for who reads stdout. */
  shouldWait(): boolean {
    return this.#output.shouldWait();
  }

  /** Whether warnings are seen in the panel: not in a terminal that can't be written. */
  showsPanel(): boolean {
    return !this.#ended && this.#view.showsWarnings() && this.#output.open;
  }

  /** Says a line on stderr. In the panel's terminal it would tear the picture: there the panel shows what it is about. */
  say(line: string): void {
    if (!this.showsPanel()) this.#errors.write(Buffer.from(`fpga-tee: ${line}\n`));
  }

  /** Shows lines of ours above the panel, where there is one, else on stderr. */
  note(lines: readonly string[]): void {
    if (this.showsPanel()) this.#view.show(pieceOf(lines));
    else this.#errors.write(Buffer.from(lines.map((line) => `${line}\n`).join('')));
  }

  /** The panel goes away, the rest goes on. */
  detachPanel(): void {
    if (!this.#view.showsWarnings()) return;
    this.#view.detach();
    this.#shared.warnings.repeat();
  }

  /** It comes back, below whatever is there by then. */
  attachPanel(): void {
    if (!this.#ended) this.#view.attach();
  }

  /** We are about to be stopped (Ctrl-Z): the panel makes room for the shell, and is drawn anew afterwards. */
  clearPanel(): void {
    this.#view.clear();
  }

  /** What a person has chosen for the panel is another thing now. */
  settingsChanged(): void {
    this.#view.settingsChanged();
  }

  /** The last lines are shown even where the view can't end as it should. */
  async endView(): Promise<void> {
    try {
      await this.#view.end();
    } catch (error) {
      this.#view.detach();
      this.#shared.warnings.raise('panel', `the panel could not end (${errorWords(error)})`);
    }
  }

  /** Resolves when stdout has been read, as far as that is waited for. */
  async drained(): Promise<void> {
    this.#ended = true;
    const isPipe = this.#output.hasReader && this.#shared.io.terminal === null;
    await this.#output.drained(isPipe ? Number.POSITIVE_INFINITY : patience);
  }

  /** The same for stderr: nothing of ours is said any more. */
  async errorsDrained(): Promise<void> {
    await this.#errors.drained(1);
  }

  #openOutput(): Output {
    const { io, options, warnings } = this.#shared;
    const { logs } = this.#sources;
    const output: Output = io.createOutput({
      fd: 1,
      limit: outputLimit,
      clock: io.clock,
      timers: io.timers,
      onProblem(line) {
        warnings.raise('output', logs.state() === null ? line : `${line}; the log goes on`);
        if (!output.open) options.onOutputGone?.();
      },
      onRecovered: () => warnings.clear('output'),
      mark: (missing) => `${missing} bytes not passed on here, ${this.#whereElse()}`,
    });
    return output;
  }

  #openPanel(size: NonNullable<JobIo['terminal']>): View {
    const { io, options, warnings } = this.#shared;
    const { snapshot, series, unterminated } = this.#sources;
    return panelView({
      ...options,
      output: this.#output,
      size,
      colour: io.colour,
      ascii: io.ascii === true,
      clock: io.clock,
      timers: io.timers,
      snapshot: (points) => snapshot({ span: options.settings?.().trendSpan ?? null, points }),
      series,
      unterminated,
      whereLinesAre: () => this.#whereElse(),
      onSkipped: (lines) => {
        this.#linesSkipped += lines;
      },
      onProblem(line) {
        // What only the panel has shown.
        warnings.repeat();
        warnings.raise('panel', line);
      },
      load: () => io.idle.then(() => io.loadPanel()),
    });
  }

  /** Where that is which stdout lacks. */
  #whereElse(): string {
    const log = this.#sources.logs.state();
    if (log === null) return 'there is no log';
    return log.dropped === 0 ? 'all in the log' : 'the log lacks some too';
  }
}

/** What stands before a line where several miners print. */
function nameBefore(name: string, colour: boolean): string {
  return colour ? `\x1b[2m${name}\x1b[22m ` : `${name}: `;
}
