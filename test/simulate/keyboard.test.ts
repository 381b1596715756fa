import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { listenToKeys, type SimulatorInput } from '../../src/simulate/keyboard.ts';

/** A terminal that remembers what was done to it. */
class FakeTerminal extends EventEmitter implements SimulatorInput {
  readonly done: string[] = [];
  readonly isTTY: boolean;

  constructor(isTTY = true) {
    super();
    this.isTTY = isTTY;
  }

  setRawMode(raw: boolean): void {
    this.done.push(raw ? 'raw' : 'cooked');
  }

  resume(): void {
    this.done.push('resume');
  }

  pause(): void {
    this.done.push('pause');
  }
}

function typed(...chunks: (string | Uint8Array)[]): string[] {
  const heard: string[] = [];
  const terminal = new FakeTerminal();
  listenToKeys(terminal, { onKey: (key) => heard.push(key), onInterrupt: () => heard.push('interrupt') });
  for (const chunk of chunks) terminal.emit('data', chunk);
  return heard;
}

describe('the keyboard', () => {
  test('gives the keys that a miner knows, in order, and no others', () => {
    expect(typed('+', '-a\r+', '\x1b')).toEqual(['+', '-', '+', 'esc']);
    expect(typed(Uint8Array.of(0x2b, 0x1b))).toEqual(['+', 'esc']);
  });

  test('takes byte 3, the Ctrl-C of a terminal in raw mode, for an interrupt', () => {
    expect(typed('\x03')).toEqual(['interrupt']);
  });

  test('does not take an arrow or function key for ESC', () => {
    expect(typed('\x1b[A', '\x1bOP', '\x1b[1;5C+')).toEqual(['+']);
  });

  test('puts the terminal into raw mode and back', () => {
    const terminal = new FakeTerminal();
    const stop = listenToKeys(terminal, { onKey: () => {}, onInterrupt: () => {} });
    expect(terminal.done).toEqual(['raw', 'resume']);
    stop();
    expect(terminal.done).toEqual(['raw', 'resume', 'pause', 'cooked']);
    expect(terminal.listenerCount('data')).toBe(0);
  });

  test('leaves what is no terminal alone', () => {
    const pipe = new FakeTerminal(false);
    listenToKeys(pipe, { onKey: () => {}, onInterrupt: () => {} })();
    expect(pipe.done).toEqual([]);
    expect(pipe.listenerCount('data')).toBe(0);
  });
});
