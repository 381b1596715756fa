import { createReader } from '../bitstreams/reader.ts';
import { createOutput, type Output } from '../bytes/output.ts';
import { errorWords } from '../error-words.ts';
import { faultyOutput, faultyOutputFs, faultyReader, faultySnapshot } from '../faulty.ts';
import { type OutputPiece, pieceOf } from '../lines/cut.ts';
import type { PoolOptions } from '../pools/entry.ts';
import type { PoolWatch } from '../pools/watch.ts';
import { createFeed, type Feed } from '../rig/feed.ts';
import { NameGiver, RigNames } from '../rig/names.ts';
import type { Snapshot } from '../rig/snapshot.ts';
import { Store } from '../rig/store.ts';
import { type Topic, Warnings } from '../rig/warnings.ts';
import { version } from '../version.ts';
import { warnOfBlocks } from './held-back.ts';
import { Logs } from './logs.ts';
import { type Serving, serve } from './serve.ts';
import { Stalls } from './stalls.ts';
import type { MinerOptions, MinerPort, Station, StationIo, StationOptions } from './station-parts.ts';
import { panelView, plainView, type View } from './view.ts';

/** Bytes held for whoever reads stdout slower than the miner prints. */
const outputLimit = 64 * 1024 * 1024;
/** Seconds to wait at the end for a terminal that does not move or a disk that is full; a pipe's reader is waited for. */
const patience = 5;
const newline = 0x0a;

/** Makes one; it runs at once. */
export function createStation(options: StationOptions, io: StationIo): Station {
  const { clock, timers, faults } = io;
  const startedAt = clock.monotonic();
  const panelTerminal = options.plain || !io.drawable ? null : io.terminal;
  let bytes = 0;
  let linesSkipped = 0;
  let shownMiner: string | null = null;
  let serving: Serving | null = null;
  let poolWatch: PoolWatch | null = null;
  /** The newest line of the only miner. */
  let unterminated = (): string => '';

  const errors = createOutput({ fd: 2, limit: 64 * 1024, clock, timers, onProblem: () => {} });
  /** Whether warnings are seen in the panel. */
  let shownInPanel = (): boolean => panelTerminal !== null;
  // In the panel's terminal a line from elsewhere would tear the picture: there the panel shows it.
  const say = (line: string): void => {
    if (!shownInPanel()) errors.write(Buffer.from(`fpga-tee: ${line}\n`));
  };
  const warnings = new Warnings(clock, say);

  /** Whatever goes wrong in one step, the next are taken. */
  const guarded = (topic: Topic, what: string, step: () => void): void => {
    try {
      step();
    } catch (error) {
      warnings.raise(topic, `${what} failed (${errorWords(error)}); the rest goes on`);
    }
  };

  const logs = new Logs({
    platform: io.platform,
    input: io.inputFile,
    output: io.outputFile,
    clock,
    timers,
    warnings,
    faults,
  });
  const linesLog = options.linesLog == null ? null : logs.open(options.linesLog);
  /** Where that is which stdout lacks. */
  const whereElse = (): string => {
    const log = logs.state();
    if (log === null) return 'there is no log';
    return log.dropped === 0 ? 'all in the log' : 'the log lacks some too';
  };

  const output: Output = createOutput({
    fd: 1,
    limit: outputLimit,
    clock,
    timers,
    onProblem(line) {
      warnings.raise('output', logs.state() === null ? line : `${line}; the log goes on`);
      if (!output.open) options.onOutputGone?.();
    },
    onRecovered: () => warnings.clear('output'),
    mark: (missing) => `${missing} bytes not passed on here, ${whereElse()}`,
    fs: faultyOutputFs(faults),
  });

  const store = new Store(clock, options.staleAfter, options.stalls.slowBelow);
  const names = new RigNames();
  const snapshot = (trendSpan: number | null = null): Snapshot => {
    faults.hit('snapshot');
    return {
      rig: store.snapshot(trendSpan),
      pools: poolWatch?.state() ?? [],
      tee: {
        version,
        uptime: clock.monotonic() - startedAt,
        bytes,
        log: logs.state(),
        metrics: serving?.state() ?? null,
        terminalLinesSkipped: linesSkipped,
        outputDropped: output.dropped,
        warnings: warnings.list(),
        warningCounts: warnings.counts(),
      },
    };
  };

  const view: View =
    panelTerminal === null
      ? plainView(output)
      : panelView({
          output: faultyOutput(output, faults),
          size: panelTerminal,
          colour: io.colour,
          timers,
          bitstream: options.bitstream,
          staleAfter: options.staleAfter,
          snapshot: faultySnapshot(() => snapshot(options.settings?.().trendSpan), 'panel', faults),
          settings: options.settings,
          onRowsLeft: options.onRowsLeft,
          unterminated: () => unterminated(),
          whereLinesAre: whereElse,
          onSkipped: (lines) => {
            linesSkipped += lines;
          },
          onProblem(line) {
            // What only the panel has shown.
            warnings.repeat();
            warnings.raise('panel', line);
          },
          loadWhen: io.idle.then(() => faults.hit('panel-load')),
        });
  // A warning can't be seen in a terminal that can't be written.
  shownInPanel = () => view.showsWarnings() && output.open;

  serving = serve(options, io, { snapshot: () => snapshot(), warnings, say });

  const stalls = new Stalls({
    ...options.stalls,
    startShell: io.platform.startShell,
    clock,
    timers,
    warnings,
    say,
    guarded: (step) => guarded('tool', 'looking for stuck miners', step),
  });

  const watchPools = async ({ entries, interval }: PoolOptions): Promise<void> => {
    await io.idle;
    const { PoolWatch } = await import('../pools/watch.ts');
    poolWatch = new PoolWatch({
      entries,
      interval,
      clock,
      timers,
      random: Math.random,
      rig: () => store.snapshot(),
      onProblem: (line) => warnings.raise('pool', line),
      onRecovered: () => warnings.clear('pool'),
      beforePoll: () => faults.hit('pool'),
    });
    poolWatch.start();
  };
  const watchingPools =
    options.pools === null
      ? Promise.resolve()
      : watchPools(options.pools).catch((error: unknown) => {
          warnings.raise('pool', `no pool is asked: ${errorWords(error)}`);
        });

  const add = (miner: MinerOptions): MinerPort => {
    const log = miner.log === null ? null : logs.open(miner.log);
    const isShown = (): boolean => shownMiner === null || shownMiner === miner.name;
    const watched = stalls.watch(miner.onStall);
    const known = store.addMiner(miner.name, new NameGiver(miner.names, names), {
      status: miner.status,
      stalls: () => watched.standing,
    });
    watched.begin(known);
    const who = options.several ? miner.name : 'the miner';
    const lookForBlocks =
      miner.ifHeldBack === undefined
        ? () => {}
        : warnOfBlocks({ clock, warnings }, miner.name, who, miner.ifHeldBack);
    const reader = faultyReader(createReader(miner.candidates), faults);
    const show = (piece: OutputPiece): void => {
      guarded('output', 'showing the output', () => {
        if (!options.several) view.show(piece);
        else if (isShown())
          view.show(pieceOf(piece.lines.map((line) => nameBefore(miner.name, io.colour) + line)));
      });
    };
    const openFeed = (): Feed => {
      const feed = createFeed({
        store,
        miner: known,
        reader,
        clock,
        timers,
        onProblem: (line) => warnings.raise('reading', line),
        onPiece(piece) {
          for (const line of piece.lines) linesLog?.write(Buffer.from(`${miner.name}: ${line}\n`));
          show(piece);
        },
      });
      if (!options.several) unterminated = () => feed.unterminated();
      return feed;
    };
    const take = (feed: Feed, chunk: Uint8Array): void => {
      bytes += chunk.byteLength;
      log?.write(chunk);
      guarded('reading', 'reading the lines', () => feed.bytes(chunk));
      guarded('tool', 'looking at the pieces', () => lookForBlocks(chunk));
    };
    const end = (feed: Feed, late = false): void =>
      guarded('reading', 'reading the last line', () => feed.end(late ? 'left' : 'read'));

    const only = openFeed();
    let runs = 0;
    let openLine = false;
    return {
      bytes(chunk) {
        openLine = chunk[chunk.byteLength - 1] !== newline;
        take(only, chunk);
      },
      begin: () => guarded('reading', 'reading the last line', () => only.begin()),
      shouldWait() {
        let wait = false;
        // Whoever can't tell is not waited for.
        guarded('tool', 'asking whether to wait', () => {
          wait = [log, linesLog, output].some((into) => into?.shouldWait() ?? false);
        });
        return wait;
      },
      open() {
        const feed = openFeed();
        return { bytes: (chunk) => take(feed, chunk), end: (late) => end(feed, late) };
      },
      end() {
        end(only);
        known.ended();
      },
      started() {
        runs += 1;
        if (runs === 1) known.started();
        else guarded('reading', 'counting a restart', () => only.startedAgain());
      },
      note(words) {
        const line = `[fpga-tee: ${words}]`;
        const written = Buffer.from(`${openLine ? '\n' : ''}${line}\n`);
        openLine = false;
        log?.write(written);
        show({ bytes: written, text: written.toString(), lines: [line] });
      },
    };
  };

  /** Waits for one part's end, but not for ever: the others' must come. */
  const settled = async (topic: Topic, what: string, end: Promise<unknown>): Promise<void> => {
    try {
      await Promise.race([end, new Promise<void>((resolve) => timers.after(patience, resolve))]);
    } catch (error) {
      warnings.raise(topic, `${what} failed (${errorWords(error)})`);
    }
  };

  /** The last lines are shown even where the view can't end as it should. */
  const endView = async (): Promise<void> => {
    try {
      faults.hit('view-end');
      await view.end();
    } catch (error) {
      view.detach();
      warnings.raise('panel', `the panel could not end (${errorWords(error)})`);
    }
  };

  return {
    warnings,
    add,
    say,
    showsPanel: () => shownInPanel(),
    show(miner) {
      shownMiner = miner;
    },
    async end() {
      stalls.end();
      await settled('log', 'ending the log', logs.flushed());
      const logged = logs.areWhole();
      await settled(
        'pool',
        'ending the questions to the pools',
        watchingPools.then(() => poolWatch?.stop()),
      );
      await settled('panel', 'ending the panel', endView());
      // The last panel stays as it is: what comes now stands below it.
      shownInPanel = () => false;
      await output.drained(output.hasReader && io.terminal === null ? Number.POSITIVE_INFINITY : patience);
      await settled('metrics', 'ending the metrics server', serving?.stop() ?? Promise.resolve());
      await errors.drained(1);
      return logged;
    },
    flushed: () => logs.flushed(),
    reopenLogs: () => logs.reopen(),
    detachPanel() {
      if (!view.showsWarnings()) return;
      view.detach();
      warnings.repeat();
    },
    beforePause: () => view.clear(),
    failed: (error) =>
      warnings.raise('tool', `something failed inside (${errorWords(error)}); the log and the output go on`),
    warned: (warning) => warnings.raise('tool', `Node warns: ${errorWords(warning)}`),
  };
}

/** What stands before a line where several miners print. */
function nameBefore(name: string, colour: boolean): string {
  return colour ? `\x1b[2m${name}\x1b[22m ` : `${name}: `;
}
