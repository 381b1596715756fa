import { markStart } from './end-mark.ts';
import { closeInherited, quoted, type ShellScript, shellScript } from './shell-script.ts';

/**
 * The shell that leads the terminal's session around a miner. It is there for three things:
 *
 * - **The miner's place.** Its process group is the foreground of the terminal, as behind a prompt (`set -m`): some
 *   programs, `timeout` for example, rely on that. The group of the shell itself has nothing of the miner in it. No key
 *   stops the miner, since there is no prompt to continue it from. In a subshell bash does not look at stops either:
 *   whoever stops the miner may continue it, and it is still in the foreground.
 * - **A start script that ends.** The session goes on, and with it what the script has left running: a session whose
 *   leader ends gets a hang-up.
 * - **All of the output.** When the last program in a pseudo-terminal ends, Node may take the hang-up for the end while
 *   bytes are still to be read. So the shell stays, and puts a mark with the exit status behind the command's last byte.
 *   Then it stops itself; each time it is continued it puts another mark. Who reads a mark has read all that was printed
 *   before it.
 *
 * Signals are caught, not ignored: what is ignored would stay so in the miner. The terminal neither echoes nor turns LF
 * into CR LF, nor does Ctrl-C drop what is not read yet: the output is what it would be in a pipe. The shell's own remarks ("Segmentation fault") go nowhere. The
 * mark is written to a newly opened terminal, because the miner may have left its own one in non-blocking mode.
 */
const script = (word: string, command: readonly string[]): string => `exec 3>&2 2>/dev/null
command -p stty -echo -opost noflsh
command -p stty susp undef
trap : HUP INT QUIT TERM
start() {
  ( ${closeInherited}
  exec ${command.map(quoted).join(' ')} 2>&3 3>&- )
}
if [ -n "$BASH_VERSION" ]; then
  set +m
  ( trap : HUP INT QUIT TERM; set -m; start; exit "$?" )
else
  start
fi
status=$?
mark() { printf '${markStart(word).replaceAll('\x1b', '\\033')}%s\\033\\\\' "$status"; }
while [ -t 1 ]; do
  if mark >/dev/fd/1 || mark; then kill -STOP $$; else command -p sleep 1; fi
done
exit "$status"`;

/**
 * The shell around a miner.
 *
 * @param title what `ps` is to show of it
 * @param word of `createEndMarkReader`
 * @param command the program's absolute path, and its arguments
 */
export function wrapped(title: string, word: string, command: readonly string[]): ShellScript {
  return shellScript(title, script(word, command), ['-m']);
}
