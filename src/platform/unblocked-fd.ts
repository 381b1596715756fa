/**
 * How a file descriptor can be written without ever waiting for who reads it.
 *
 * - `unblocked`: opened anew without blocking; the one that was inherited, and shares its flags with the miner and the
 *   shell, is left as it is.
 * - `terminal`: such a one, for the terminal in control of our job: written from the background it may stop the whole
 *   job, the miner too.
 * - `file`: writing waits for a disk at the most.
 * - `threaded`: a pipe that only another thread can write without waiting.
 * - `console`: a console of Windows, which only another process can write without waiting.
 * - `stream`: opening it anew is not possible here; a stream of Node's own has to do.
 */
export type UnblockedFd =
  | { readonly type: 'unblocked'; readonly fd: number }
  | {
      readonly type: 'terminal';
      readonly fd: number;
      readonly inherited: number;
      readonly isBackground: () => boolean;
    }
  | { readonly type: 'file'; readonly fd: number }
  | { readonly type: 'threaded'; readonly fd: number }
  | { readonly type: 'console'; readonly fd: number }
  | { readonly type: 'stream'; readonly fd: number };
