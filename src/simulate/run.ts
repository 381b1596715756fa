import type { Clock } from '../time.ts';
import { formats } from './formats/index.ts';
import type { SimulatedBitstream } from './formats/names.ts';
import { listenToKeys, type SimulatorInput } from './keyboard.ts';
import { LineLimit } from './line-limit.ts';
import { Output, type SimulatorOutput } from './output.ts';
import { createSession, type Session } from './session.ts';

/** What to simulate, checked already. */
export interface SimulateOptions {
  readonly bitstream: SimulatedBitstream;
  readonly cards: number;
  /**
   * Stats lines a second and card (tables a second for a table), times `speedUp`. With 0 one a simulated second, and
   * simulated time runs as fast as the reader takes the lines.
   */
  readonly rate: number;
  /** Ends after so many lines of any kind, empty ones too: `wc -l` of the output. */
  readonly lines: number | null;
  /** Ends after so many real seconds. */
  readonly duration: number | null;
  readonly seed: number;
  /** Seconds of simulated time from each start of the miner to its end. */
  readonly restartEvery: number | null;
  /** Seconds of simulated time until the output stops while the program goes on. */
  readonly stallAfter: number | null;
  /** Simulated seconds in a real one. */
  readonly speedUp: number;
  readonly colour: boolean;
}

/** The world around the simulator. */
export interface SimulatorIo {
  readonly stdin: SimulatorInput;
  readonly stdout: SimulatorOutput;
  readonly clock: Clock;
  /** Calls back once after so many seconds; 0 lets waiting signals and keys through. */
  readonly setTimer: (callback: () => void, seconds: number) => void;
  /** Listens to a signal in place of its default; gives a function that ends this. */
  readonly onSignal: (signal: 'SIGINT' | 'SIGTERM', listener: () => void) => () => void;
  /** Sends SIGINT to the whole foreground process group, as the terminal's own Ctrl-C does. */
  readonly interruptGroup: () => void;
}

/** Seconds between two writes. */
const tick = 0.05;
/** The most real seconds made up for at once, after the computer slept. */
const longestStep = 1;
/** About how many lines are made at once when nothing limits their rate. */
const linesAtOnce = 4000;
/** What a shell shows for a program that a signal ended: 128 and the signal's number. */
const exitCodes = { SIGPIPE: 141, SIGTERM: 143 };

/**
 * Prints what a real miner prints, until the lines or the time are over (0), until the ramp-down after SIGINT or ESC
 * is over (0), until SIGTERM (143, at once), or until the reader has gone (141). Gives the exit code.
 */
export async function runSimulator(options: SimulateOptions, io: SimulatorIo): Promise<number> {
  const session = createSession({ ...options, rate: options.rate === 0 ? 1 : options.rate });
  const running = new AbortController();
  const undo: (() => void)[] = [];
  try {
    return await new Promise<number>((resolve, reject) => {
      const output = new Output(io.stdout, (error) => {
        if (error.code === 'EPIPE') resolve(exitCodes.SIGPIPE);
        else reject(error);
      });
      undo.push(
        () => output.close(),
        io.onSignal('SIGTERM', () => resolve(exitCodes.SIGTERM)),
        io.onSignal('SIGINT', () => session.interrupt()),
        listenToKeys(io.stdin, { onKey: (key) => session.key(key), onInterrupt: io.interruptGroup }),
      );
      print(session, output, options, io, running.signal).then(() => resolve(0), reject);
    });
  } finally {
    running.abort();
    for (const restore of undo) restore();
  }
}

/** Lets the session's time pass and prints what it says until there is nothing more to come. */
async function print(
  session: Session,
  output: Output,
  options: SimulateOptions,
  { clock, setTimer }: SimulatorIo,
  running: AbortSignal,
): Promise<void> {
  const { rate, duration, cards, speedUp } = options;
  const limit = new LineLimit(options.lines, formats[options.bitstream].newlineFirst);
  const startedAt = clock.monotonic();
  const deadline = startedAt + (duration ?? Number.POSITIVE_INFINITY);
  let last = startedAt;
  let due = 0;
  while (!session.done && !limit.reached && !running.aborted) {
    const now = Math.min(clock.monotonic(), deadline);
    const paced = rate > 0 || session.stalled || session.ramping;
    due = paced ? due + Math.min(now - last, longestStep) : session.elapsed + linesAtOnce / (cards * speedUp);
    last = now;
    const waited = await output.write(limit.cut(session.step(due - session.elapsed)));
    if (now === deadline) break;
    // Like the miner, time stands still while a write waits for the reader.
    if (waited) last = clock.monotonic();
    const rest = deadline - clock.monotonic();
    await new Promise<void>((resolve) => setTimer(resolve, paced ? Math.max(0, Math.min(tick, rest)) : 0));
  }
  if (!running.aborted) await output.flush();
}
