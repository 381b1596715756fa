import { StringDecoder } from 'node:string_decoder';
import type { Timers } from '../../time.ts';

/** The terminal that keys are typed into, as Node has it (`tty.ReadStream`). */
export interface KeyTerminal {
  setRawMode(raw: boolean): unknown;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'error' | 'end', listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** What listening to keys needs. */
export interface TypedKeysOptions {
  readonly input: KeyTerminal;
  /** Whether the keyboard is ours; see `Platform.ownsKeyboard`. */
  readonly isOurs: () => boolean;
  readonly timers: Timers;
  readonly onKeys: (keys: string) => void;
}

/** The keys that are typed into the terminal around us, while it is ours. */
export interface TypedKeys {
  /** We have been stopped and go on: the shell may have changed the terminal. */
  resumed(): void;
  /** No more keys; the terminal is as it was before. For every end. */
  release(): void;
}

/** Seconds between the looks at whether the keyboard is ours. */
const lookEvery = 1;

/**
 * Takes the keys as they are typed (raw mode): none is echoed, none is a signal. In the background nothing is read and
 * nothing set: either would stop us, or never return.
 */
export function listenToTypedKeys({ input, isOurs, timers, onKeys }: TypedKeysOptions): TypedKeys {
  const decoder = new StringDecoder('utf8');
  let state: 'unused' | 'raw' | 'left' | 'over' = 'unused';
  let cancel = (): void => {};

  const look = (): void => {
    if (state === 'over') return;
    const ours = isOurs();
    if (ours && state !== 'raw') {
      // What is set already Node does not set again, but the shell may have set it otherwise.
      if (state === 'left') input.setRawMode(false);
      state = 'raw';
      input.setRawMode(true);
      input.resume();
    } else if (!ours && state === 'raw') {
      state = 'left';
      input.pause();
    }
    cancel = timers.after(lookEvery, look);
  };
  /** The terminal is gone. */
  const lost = (): void => {
    state = 'over';
    cancel();
  };
  input.on('error', lost);
  input.on('end', lost);
  input.on('data', (chunk) => {
    const keys = decoder.write(Buffer.from(chunk));
    if (state === 'raw' && keys !== '') onKeys(keys);
  });
  input.pause();
  look();

  return {
    resumed() {
      if (state === 'raw') state = 'left';
      cancel();
      look();
    },
    release() {
      cancel();
      const used = state === 'raw' || state === 'left';
      state = 'over';
      if (!used) return;
      input.pause();
      if (isOurs()) input.setRawMode(false);
    },
  };
}
