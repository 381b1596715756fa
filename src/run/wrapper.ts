import { existsSync } from 'node:fs';
import { markStart } from './end-mark.ts';

/** The shells that can be around a miner, the best first. */
const shells = [
  { shell: '/bin/bash', options: ['--posix'] },
  { shell: '/bin/sh', options: [] },
] as const;

/** Seconds between the looks at whether the terminal is still there. */
const lookEvery = 2;

/**
 * The shell that stays in the terminal around the miner. It is there for three things:
 *
 * - All of the output. When the last program in a pseudo-terminal ends, Node may take the hang-up for the end while
 *   bytes are still to be read. So the shell stays, and puts a mark behind the miner's last byte: whoever has read the
 *   mark has read everything, however late. It goes on doing so until it is ended, should a mark get lost.
 * - The exit status, which stands in the mark.
 * - A miner that outlives us. When we are gone the terminal hangs up; by default that would kill the miner at full
 *   clock. The shell takes the hang-up on itself, and the one in the background, which sees that its terminal is none
 *   any more, sends the interrupt that Ctrl-C would have sent: the miner ramps down.
 *   It does so as well when this shell itself is killed: hence it ignores the hang-up that the whole foreground group gets
 *   then. The miner gets that too; to have it ignored there would take from the miner what it does at one.
 *
 * Signals are caught, not ignored: what is ignored would stay so in the miner. The terminal neither echoes nor turns
 * LF into CR LF: the output is what it would be in a pipe. The shell's own remarks ("Segmentation fault") go nowhere.
 * The mark is written to a newly opened terminal, because the miner may have left its own one in non-blocking mode.
 *
 * The package lets each miner inherit our ends of the terminals of those before it, which would not hang up then while
 * it runs: their miners would stand still at the next write. So the shell closes what it inherits; dash can't above 9.
 */
const script = `word=$1
shift
for fd in /dev/fd/*; do
  fd=\${fd##*/}
  case $fd in
    [012]) ;;
    [3-9]) eval "exec $fd>&-" ;;
    [1-9][0-9]*) if [ -n "$BASH_VERSION" ]; then eval "exec $fd>&-"; fi ;;
  esac
done
exec 3>&2 2>/dev/null
command -p stty -echo -opost
trap : HUP INT QUIT TERM
( trap '' HUP TERM
  while [ -t 1 ]; do command -p sleep ${lookEvery} >/dev/null || exit; done
  kill -INT 0 ) &
watcher=$!
( exec "$@" 2>&3 3>&- )
status=$?
trap - HUP
[ -t 1 ] && kill -KILL "$watcher"
while [ -t 1 ]; do
  printf '${shellText(markStart('%s'))}%s\\033\\\\' "$word" "$status" >/dev/tty ||
    printf '${shellText(markStart('%s'))}%s\\033\\\\' "$word" "$status"
  command -p sleep 1 || break
done
exit "$status"`;

/**
 * The shell around a miner, and its arguments.
 *
 * @param word of {@link createEndMarkReader}
 * @param program absolute path
 */
export function wrapped(
  word: string,
  program: string,
  args: readonly string[],
): { readonly shell: string; readonly args: string[] } {
  const { shell, options } = shells.find((candidate) => existsSync(candidate.shell)) ?? shells[1];
  return { shell, args: [...options, '-c', script, 'fpga-tee', word, program, ...args] };
}

function shellText(text: string): string {
  return text.replaceAll('\x1b', '\\033');
}
