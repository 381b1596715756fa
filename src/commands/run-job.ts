import { createStation } from '../job/station.ts';
import type { Station, StationIo } from '../job/station-parts.ts';
import { OwnKeys } from '../run/keys/own-keys.ts';
import { type KeyTerminal, listenToTypedKeys, type TypedKeys } from '../run/keys/typed-keys.ts';
import type { MinerPlan } from '../run/miner-plan.ts';
import type { WindowSize } from '../run/pty-miner.ts';
import type { PtyModule } from '../run/pty-package.ts';
import { StartedMiner } from '../run/started-miner.ts';
import type { Job } from './job.ts';
import type { RunPlan } from './run-plan.ts';

/** Seconds between the starts of two miners: cards that are configured all at once would ask much of a power supply. */
const startEvery = 1;
/** 128 and the number of SIGTERM, as a shell shows it. */
const endedBySigterm = 143;
/** A signal that comes again within so many seconds is the same request: a shell and a wrapper both pass it on. */
const sameRequest = 1;
/** Seconds that whoever reads stdout may take at the end, after SIGTERM. */
const patience = 10;
/** The miner's window where there is none around us: wide enough for any line. */
const noWindow: WindowSize = { columns: 200, rows: 50 };
/** Narrower no window is told to be. */
const narrowest = 20;

/** What a run needs of the world. */
export interface RunIo extends StationIo {
  readonly pty: PtyModule;
  /** The terminal that is typed into; `null` when stdin is none. */
  readonly keyboard: KeyTerminal | null;
  /** Whether that one is ours to read; see `Platform.ownsKeyboard`. */
  readonly ownsKeyboard: () => boolean;
}

/** Miners that we have started. */
export interface RunJob extends Job {
  /** Ramps all of them down, after which the job ends. Asked once more, the next step comes sooner. */
  stop(): void;
  /** The same for SIGTERM, which the exit code then tells. */
  terminate(): void;
  /** We were stopped, and go on. */
  resumed(): void;
  /** The terminal is as it was; for every end of the process, in whatever way. */
  releaseTerminal(): void;
}

/** `fpga-tee run`: starts the miners, each in a terminal of its own, and does with their output what the pipe does. */
export function startRunJob({ options, miners: plans }: RunPlan, io: RunIo): RunJob {
  const { clock, timers } = io;
  const several = plans.length > 1;
  let terminated = false;
  let stopping = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  /** Rows of the terminal that the panel takes. */
  let panelRows = 0;
  let tellOver = (): void => {};
  const allOver = new Promise<void>((resolve) => {
    tellOver = resolve;
  });

  const windowSizeOf = ({ name }: MinerPlan): WindowSize => {
    if (io.terminal === null || !(io.terminal.columns > 0) || !(io.terminal.rows > 0)) return noWindow;
    // The name stands in front of each line.
    const before = several ? name.length + 2 : 0;
    return {
      columns: Math.max(Math.min(narrowest, io.terminal.columns), io.terminal.columns - before),
      rows: Math.max(1, io.terminal.rows - panelRows),
    };
  };
  const resizeAll = (): void => {
    for (const miner of miners) miner.resize();
  };

  const keys = new OwnKeys(
    plans.map(({ name }) => name),
    {
      type: (typed, miner) => miners[miner]?.type(typed),
      restart: (miner) => miners[miner]?.restart(),
      stop(miner) {
        if (miner === null) stopAll();
        else miners[miner]?.stop();
      },
      show: (miner) => station.show(miner === null ? null : (plans[miner]?.name ?? null)),
      detachPanel: () => station.detachPanel(),
      showsPanel: () => station.showsPanel(),
      say: (line) => station.say(line),
    },
    timers,
  );
  const station: Station = createStation(
    {
      ...options,
      several,
      settings: () => keys.settings,
      onRowsLeft(rows) {
        panelRows = Math.max(0, (io.terminal?.rows ?? 0) - rows);
        resizeAll();
      },
    },
    io,
  );
  const miners = plans.map(
    (plan) =>
      new StartedMiner({
        plan,
        several,
        station,
        pty: io.pty,
        clock,
        timers,
        windowSize: () => windowSizeOf(plan),
        onOver() {
          if (miners.every(({ over }) => over)) tellOver();
        },
      }),
  );
  io.terminal?.on('resize', resizeAll);

  const startFrom = (place: number): void => {
    miners[place]?.begin();
    if (place + 1 < miners.length && !stopping) timers.after(startEvery, () => startFrom(place + 1));
  };
  /** Those that were not started yet are over at once. */
  const stopAll = (): void => {
    stopping = true;
    for (const miner of miners) miner.stop();
  };
  const asked = (): void => {
    const now = clock.monotonic();
    if (stopping && now - askedAt < sameRequest) return;
    askedAt = now;
    stopAll();
  };

  const typed: TypedKeys | null =
    io.keyboard === null
      ? null
      : listenToTypedKeys({
          input: io.keyboard,
          isOurs: io.ownsKeyboard,
          timers,
          onKeys(text) {
            try {
              keys.typed(text);
            } catch (error) {
              station.failed(error);
            }
          },
        });

  const run = async (): Promise<number> => {
    startFrom(0);
    await allOver;
    typed?.release();
    const ended = station.end();
    if (!terminated) {
      const logged = await ended;
      return miners.find(({ code }) => code !== 0)?.code ?? (logged ? 0 : 1);
    }
    await Promise.race([ended, new Promise<void>((resolve) => timers.after(patience, resolve))]);
    return endedBySigterm;
  };

  return {
    ...station,
    ended: run(),
    stop: asked,
    terminate() {
      terminated = true;
      asked();
    },
    // The miner in its own session would go on, and stand still as soon as nobody reads what it prints.
    beforePause: () => station.beforePause(),
    resumed: () => typed?.resumed(),
    releaseTerminal: () => typed?.release(),
  };
}
