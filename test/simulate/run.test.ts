import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { SimulatorInput } from '../../src/simulate/keyboard.ts';
import type { SimulatorOutput } from '../../src/simulate/output.ts';
import { runSimulator, type SimulateOptions } from '../../src/simulate/run.ts';
import { createSession } from '../../src/simulate/session.ts';
import { sessionOptions } from './session-options.ts';

function optionsOf(changes: Partial<SimulateOptions> = {}): SimulateOptions {
  return { ...sessionOptions(), lines: null, duration: null, ...changes };
}

/** A terminal's keyboard. */
class Keyboard extends EventEmitter implements SimulatorInput {
  readonly isTTY = true;
  raw = false;

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }

  resume(): void {}
  pause(): void {}
}

/** Takes what is written, or keeps the writer waiting while it is `full`. */
class Reader extends EventEmitter implements SimulatorOutput {
  text = '';
  full = false;
  /** Takes all that is written, but does not say yet that it was handed over. */
  lazy = false;
  writesWhileFull = 0;
  readonly #held: (() => void)[] = [];

  write(text: string, written: () => void = () => {}): boolean {
    this.text += text;
    if (this.lazy) {
      this.#held.push(written);
      return true;
    }
    if (!this.full) {
      written();
      return true;
    }
    if (text !== '') this.writesWhileFull += 1;
    this.#held.push(written);
    return false;
  }

  drain(): void {
    this.full = false;
    this.lazy = false;
    this.emit('drain');
    for (const written of this.#held.splice(0)) written();
  }
}

/** The world of one run: time goes on only when the simulator waits for it, or when the test says so. */
class World {
  readonly stdin = new Keyboard();
  readonly stdout = new Reader();
  readonly signals = new EventEmitter();
  readonly ended: Promise<number>;
  groupInterrupts = 0;
  now = 1000;
  /** What happens at a time, in seconds after the start. */
  readonly #plans: { readonly at: number; readonly act: () => void }[] = [];

  constructor(options: SimulateOptions, plan: (world: World) => void = () => {}) {
    plan(this);
    this.ended = runSimulator(options, {
      stdin: this.stdin,
      stdout: this.stdout,
      clock: { monotonic: () => this.now, wall: () => this.now },
      setTimer: (callback, seconds) => setImmediate(() => this.#pass(seconds, callback)),
      onSignal: (signal, listener) => {
        this.signals.on(signal, listener);
        return () => this.signals.off(signal, listener);
      },
      interruptGroup: () => {
        this.groupInterrupts += 1;
        this.signals.emit('SIGINT');
      },
    });
  }

  at(seconds: number, act: () => void): void {
    this.#plans.push({ at: seconds, act });
  }

  #pass(seconds: number, callback: () => void): void {
    this.now += seconds;
    for (const plan of this.#plans.splice(0)) {
      if (this.now - 1000 >= plan.at) plan.act();
      else this.#plans.push(plan);
    }
    callback();
  }

  get elapsed(): number {
    return this.now - 1000;
  }
}

/** Lets everything that waits for nothing but its turn have it. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the end of the simulator', () => {
  test('after --for, exactly what a session of that length prints', async () => {
    const world = new World(optionsOf({ duration: 30 }));
    expect(await world.ended).toBe(0);
    expect(world.elapsed).toBeCloseTo(30, 6);
    expect(world.stdout.text).toBe(createSession(sessionOptions()).step(30));
  });

  test('after --for of real seconds, also when time is speeded up', async () => {
    const world = new World(optionsOf({ duration: 30, speedUp: 10 }));
    expect(await world.ended).toBe(0);
    expect(world.elapsed).toBeCloseTo(30, 6);
    expect(world.stdout.text).toBe(createSession(sessionOptions()).step(300));
  });

  test.each([
    ['nimiq', 0],
    ['nimiq', 5],
    ['0xbtc', 0],
    ['whitefire-table', 5],
  ] as const)('after --lines of %s at rate %d, counted as wc -l does', async (bitstream, rate) => {
    const world = new World(optionsOf({ bitstream, rate, lines: 100 }));
    expect(await world.ended).toBe(0);
    expect(world.stdout.text.split('\n')).toHaveLength(101);
  });

  test('rate 0 prints the session at one line a second, without waiting', async () => {
    const world = new World(optionsOf({ bitstream: '0xbtc', rate: 0, lines: 20_000 }));
    expect(await world.ended).toBe(0);
    expect(world.elapsed).toBe(0);
    const session = createSession(sessionOptions({ bitstream: '0xbtc' }));
    expect(session.step(20_000).startsWith(world.stdout.text)).toBe(true);
  });

  test('SIGTERM ends at once, with 143', async () => {
    const world = new World(optionsOf(), (it) => it.at(10, () => it.signals.emit('SIGTERM')));
    expect(await world.ended).toBe(143);
    expect(world.elapsed).toBeCloseTo(10, 1);
    expect(world.stdout.text).not.toContain('FINAL CONFIRMED');
  });

  test('a reader that goes away ends it quietly, with 141', async () => {
    const world = new World(optionsOf(), (it) => {
      it.at(10, () => it.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })));
    });
    expect(await world.ended).toBe(141);
    expect(world.elapsed).toBeCloseTo(10, 1);
  });

  test('any other error of the output is told', async () => {
    const world = new World(optionsOf(), (it) => {
      it.at(1, () => it.stdout.emit('error', Object.assign(new Error('no space'), { code: 'ENOSPC' })));
    });
    await expect(world.ended).rejects.toThrow('no space');
  });

  test('leaves no listener behind, and the terminal as it was', async () => {
    const world = new World(optionsOf({ duration: 1 }), (it) =>
      it.at(0.5, () => expect(it.stdin.raw).toBe(true)),
    );
    await world.ended;
    expect(world.stdin.raw).toBe(false);
    expect(world.stdin.eventNames()).toEqual([]);
    expect(world.signals.eventNames()).toEqual([]);
    expect(world.stdout.listenerCount('drain')).toBe(0);
  });
});

describe('SIGINT', () => {
  test('ramps down for five seconds with output to the end, and ends with 0', async () => {
    const world = new World(optionsOf({ rate: 10 }), (it) => it.at(10, () => it.signals.emit('SIGINT')));
    expect(await world.ended).toBe(0);
    expect(world.elapsed).toBeCloseTo(15, 0);
    expect(world.stdout.text).toMatch(/FINAL CONFIRMED CLOCK FREQUENCY: 10 MHz$/);
  });

  test('a second one does not shorten the ramp-down', async () => {
    const world = new World(optionsOf({ rate: 10 }), (it) => {
      it.at(10, () => it.signals.emit('SIGINT'));
      it.at(11, () => it.signals.emit('SIGINT'));
    });
    expect(await world.ended).toBe(0);
    expect(world.elapsed).toBeCloseTo(15, 0);
  });

  test('ramps down in real time also at rate 0', async () => {
    const world = new World(optionsOf({ rate: 0, duration: 100 }), (it) => {
      it.at(0, () => it.signals.emit('SIGINT'));
    });
    expect(await world.ended).toBe(0);
    expect(world.elapsed).toBeCloseTo(5, 0);
    expect(world.stdout.text).toMatch(/FINAL CONFIRMED CLOCK FREQUENCY: 10 MHz$/);
  });
});

describe('the keyboard', () => {
  test('+ changes the clock, ESC ramps down', async () => {
    const world = new World(optionsOf(), (it) => {
      it.at(5, () => it.stdin.emit('data', '+'));
      it.at(10, () => it.stdin.emit('data', '\x1b'));
    });
    expect(await world.ended).toBe(0);
    expect(world.elapsed).toBeCloseTo(15, 0);
    expect(world.stdout.text).toContain('\nRequesting clock speed 410MHz (Code 63)...\n');
    expect(world.groupInterrupts).toBe(0);
  });

  test('Ctrl-C interrupts the whole foreground group, the simulator with it', async () => {
    const world = new World(optionsOf(), (it) => it.at(10, () => it.stdin.emit('data', '\x03')));
    expect(await world.ended).toBe(0);
    expect(world.groupInterrupts).toBe(1);
    expect(world.elapsed).toBeCloseTo(15, 0);
  });
});

describe('a stall', () => {
  test.each([0, 1])(
    'silences the output, while the simulator lives on till --for is over (rate %d)',
    async (rate) => {
      const world = new World(optionsOf({ bitstream: '0xbtc', rate, stallAfter: 20, duration: 60 }));
      expect(await world.ended).toBe(0);
      expect(world.elapsed).toBeCloseTo(60, 6);
      expect(world.stdout.text).toBe(
        createSession(sessionOptions({ bitstream: '0xbtc', stallAfter: 20 })).step(60),
      );
      expect(world.stdout.text.match(/Hash: /g)).toHaveLength(20);
    },
  );

  test('SIGINT ends it without another word', async () => {
    const world = new World(optionsOf({ stallAfter: 20 }), (it) =>
      it.at(30, () => it.signals.emit('SIGINT')),
    );
    expect(await world.ended).toBe(0);
    expect(world.elapsed).toBeCloseTo(35, 0);
    expect(world.stdout.text).not.toContain('FINAL CONFIRMED');
  });
});

describe('a slow reader', () => {
  test.each([0, 10])('is waited for, with one write at most kept back (rate %d)', async (rate) => {
    const world = new World(optionsOf({ rate, lines: 20_000 }), (it) => {
      it.stdout.full = true;
    });
    await settled();
    expect(world.stdout.writesWhileFull).toBe(1);
    const held = world.stdout.text.length;
    await settled();
    expect(world.stdout.text.length).toBe(held);
    world.stdout.drain();
    expect(await world.ended).toBe(0);
    expect(world.stdout.text.split('\n')).toHaveLength(20_001);
  });

  test('makes the miner stand still: nothing is made up for afterwards', async () => {
    const world = new World(optionsOf({ bitstream: '0xbtc', duration: 100 }), (it) => {
      it.stdout.full = true;
    });
    await settled();
    world.now += 60;
    world.stdout.drain();
    expect(await world.ended).toBe(0);
    expect(world.stdout.text).toBe(createSession(sessionOptions({ bitstream: '0xbtc' })).step(40));
  });

  test('is not cut off: the end waits until all was handed over', async () => {
    const world = new World(optionsOf({ lines: 5, rate: 0 }), (it) => {
      it.stdout.lazy = true;
    });
    let ended = false;
    const end = world.ended.then(() => {
      ended = true;
    });
    await settled();
    expect(ended).toBe(false);
    world.stdout.drain();
    await end;
    expect(world.stdout.text.split('\n')).toHaveLength(6);
  });
});
