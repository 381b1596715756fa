import { beforeEach, describe, expect, test, vi } from 'vitest';

// Ink draws nothing but its last frame where it believes to be in a CI; it looks when it is imported.
vi.hoisted(() => {
  delete process.env['CI'];
  delete process.env['CONTINUOUS_INTEGRATION'];
});

import type { Output } from '../../src/bytes/output.ts';
import { panelView, type View } from '../../src/job/view.ts';
import { type OutputPiece, pieceOf } from '../../src/lines/cut.ts';
import type { Snapshot } from '../../src/rig/snapshot.ts';
import { FakeTime } from '../support/fake-time.ts';
import { aSnapshot } from '../support/snapshots.ts';

/** An output whose reader takes everything, or nothing at all. */
class FakeOutput implements Output {
  text = '';
  /** Asking how it does throws. */
  broken = false;
  #waiting = 0;
  readonly dropped = 0;
  readonly open = true;
  readonly hasReader = true;

  get waiting(): number {
    if (this.broken) throw new Error('no answer');
    return this.#waiting;
  }

  set waiting(bytes: number) {
    this.#waiting = bytes;
  }

  write(chunk: Uint8Array): void {
    this.text += Buffer.from(chunk).toString();
  }

  shouldWait(): boolean {
    return false;
  }

  async drained(): Promise<void> {}

  /** The miner's words without the panel's rows and all sequences. */
  get words(): string[] {
    const plain = this.text.replace(/\x1b\[[?0-9;]*[A-Za-z]/g, '').replace(/\r/g, '');
    return plain.split('\n').filter((row) => /^(?:line|open)/.test(row));
  }
}

let output: FakeOutput;
let time: FakeTime;
let problems: string[];
let open: string;
let failing: boolean;
let load: () => void;
let brokenSize: boolean;

beforeEach(() => {
  output = new FakeOutput();
  time = new FakeTime();
  problems = [];
  open = '';
  failing = false;
  brokenSize = false;
});

function view(): View {
  return panelView({
    output,
    size: {
      rows: 24,
      get columns() {
        if (brokenSize) throw new Error('no size');
        return 80;
      },
      on: () => {},
      off: () => {},
    },
    colour: false,
    clock: time,
    timers: time,
    bitstream: 'auto',
    staleAfter: 120,
    snapshot: (): Snapshot => {
      if (failing) throw new Error('broken');
      return aSnapshot();
    },
    unterminated: () => open,
    whereLinesAre: () => 'there is no log',
    onSkipped: () => {},
    onProblem: (line) => problems.push(line),
    load: () =>
      new Promise<void>((resolve) => {
        load = resolve;
      }).then(() => import('../../src/panel/mount.tsx')),
  });
}

/** Output in which no line ends that was not shown before. */
function text(given: string): OutputPiece {
  return { bytes: Buffer.from(given), text: given, lines: [] };
}

/** Until the panel has been loaded and has drawn its first frame. */
async function loaded(): Promise<void> {
  load();
  await vi.waitFor(() => expect(output.text).toContain('fpga-tee'), { timeout: 10_000, interval: 1 });
}

describe('when a line can not be shown', () => {
  /** A chunk as the tool gives it; its last line is open. */
  const give = (shown: View, lines: readonly string[], rest: string): void => {
    const chunk = [...lines, rest].join('\n');
    open = rest;
    shown.show({ ...pieceOf(lines), bytes: Buffer.from(chunk), text: chunk });
  };

  const chunks = (shown: View): void => {
    give(shown, ['line 1', 'line 2'], '');
    output.broken = true;
    give(shown, ['line 3', 'line 4'], 'line');
    give(shown, [' 5', 'line 6'], '');
    expect(output.words).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5', 'line 6']);
    expect(problems).toEqual(['the panel failed (no answer); going on without it']);
    expect(shown.showsWarnings()).toBe(false);
  };

  test('the rest of its chunk and all after it are shown without the panel', async () => {
    const shown = view();
    await loaded();
    chunks(shown);
  });

  test('also before the panel is there', () => {
    chunks(view());
  });

  test('what has no end at the end is shown as well', async () => {
    const shown = view();
    load();
    output.broken = true;
    give(shown, ['line 1'], 'open');
    await shown.end();
    expect(output.text).toBe('line 1\nopen');
  });
});

describe('before the panel is there', () => {
  test('lines are shown at once', () => {
    view().show(pieceOf(['line 1']));
    expect(output.text).toBe('line 1\n');
  });

  test('nothing but colours of them reaches the terminal', () => {
    view().show(pieceOf(['line\x1b[2J 1']));
    expect(output.text).toBe('line 1\n');
  });

  test('a terminal that stands still gets them once it moves, in order', async () => {
    const shown = view();
    output.waiting = 1;
    shown.show(pieceOf(['line 1']));
    shown.show(pieceOf(['line 2']));
    expect(output.text).toBe('');
    output.waiting = 0;
    shown.show(pieceOf(['line 3']));
    await loaded();
    time.advance(0.1);
    expect(output.words).toEqual(['line 1', 'line 2', 'line 3']);
  });

  test('what was kept for a slow terminal is made safe as well', async () => {
    const shown = view();
    output.waiting = 1;
    shown.show(pieceOf(['line\x1b[2J 1']));
    shown.detach();
    await Promise.resolve(load()).then(() => shown.end());
    expect(output.text).toBe('line 1\n');
  });

  test('after it went away nothing but text goes on, of a sequence that was open neither', async () => {
    const shown = view();
    open = 'open \x1b]0;ti';
    shown.detach();
    shown.show(text('tle\x07line\x1b'));
    shown.show(text('[2J\n\x1b[31mred'));
    load();
    await shown.end();
    expect(output.text).toBe('open line\nred');
  });

  test('after the second Ctrl-C it never comes, and the open line goes on', async () => {
    const shown = view();
    shown.show(pieceOf(['line 1']));
    open = 'open li';
    shown.detach();
    shown.show(text('ne\nline 2\n'));
    load();
    await shown.end();
    expect(output.text).toBe('line 1\nopen line\nline 2\n');
  });
});

describe('when the panel fails', () => {
  test('it is told once, and the output goes on as it comes, nothing lost and nothing twice', async () => {
    const shown = view();
    await loaded();
    shown.show(pieceOf(['line 1']));
    open = 'open li';
    failing = true;
    time.advance(2);
    expect(problems).toEqual(['the panel failed (broken); going on without it']);
    shown.show({ ...pieceOf(['open line', 'line 2']), text: 'ne\nline 2\n' });
    await shown.end();
    expect(output.words).toEqual(['line 1', 'open line', 'line 2']);
  });

  test('what is wrong must be said elsewhere from then on', async () => {
    const shown = view();
    await loaded();
    expect(shown.showsWarnings()).toBe(true);
    failing = true;
    time.advance(2);
    expect(shown.showsWarnings()).toBe(false);
  });

  test('so badly that it can not even be mounted, the output goes on and the end comes', async () => {
    brokenSize = true;
    const shown = view();
    output.waiting = 1;
    shown.show(pieceOf(['line 1']));
    load();
    await vi.waitFor(() => expect(problems).toHaveLength(1), { timeout: 10_000, interval: 1 });
    expect(problems[0]).toContain('no size');
    shown.show(text('line 2\n'));
    await shown.end();
    expect(output.words).toEqual(['line 1', 'line 2']);
  });

  test('from the start, too', async () => {
    failing = true;
    const shown = view();
    shown.show(pieceOf(['line 1']));
    open = 'open li';
    load();
    await vi.waitFor(() => expect(problems).toHaveLength(1), { timeout: 10_000, interval: 1 });
    shown.show(text('ne\n'));
    expect(output.words).toEqual(['line 1', 'open line']);
  });
});

test('the end waits for the panel to be loaded, and leaves it on the screen', async () => {
  const shown = view();
  shown.show(pieceOf(['line 1']));
  const ended = shown.end();
  load();
  await ended;
  expect(output.words).toEqual(['line 1']);
  expect(output.text).toContain('card1');
});
