import type { SessionKey } from './session.ts';

/** The part of `process.stdin` that is used, if it is a terminal. */
export interface SimulatorInput {
  readonly isTTY?: boolean | undefined;
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  off(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Told of each key, in the order of typing. */
export interface KeyListeners {
  readonly onKey: (key: SessionKey) => void;
  /** Ctrl-C, which a terminal in raw mode hands over as byte 3 instead of sending SIGINT. */
  readonly onInterrupt: () => void;
}

/**
 * Listens to the keys that a miner knows while `input` is a terminal, which is put into raw mode as the miners do.
 * Gives a function that ends this and restores the terminal. An ESC at the start of a longer sequence (an arrow key)
 * is no ESC.
 */
export function listenToKeys(input: SimulatorInput, { onKey, onInterrupt }: KeyListeners): () => void {
  if (input.isTTY !== true || input.setRawMode === undefined) return () => {};
  const listener = (chunk: Uint8Array | string): void => {
    const typed = typeof chunk === 'string' ? chunk : new TextDecoder('latin1').decode(chunk);
    for (const character of typed.replace(/\x1b[[O][0-?]*[@-~]/g, '')) {
      if (character === '+' || character === '-') onKey(character);
      else if (character === '\x1b') onKey('esc');
      else if (character === '\x03') onInterrupt();
    }
  };
  input.setRawMode(true);
  input.on('data', listener);
  input.resume();
  return () => {
    input.off('data', listener);
    input.pause();
    input.setRawMode?.(false);
  };
}
