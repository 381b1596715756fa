import { type ChildProcess, spawn } from 'node:child_process';
import { closeInherited, shellScript } from './shell-script.ts';

/** Asks all that belongs to a miner, and goes on to do so when we are gone. */
export interface Watcher {
  /** @param whom `background`: only those that a key typed into the terminal does not reach */
  signal(name: WatcherSignal, whom: 'all' | 'background'): void;
  /** Its terminal is to be read from now on, which we can't any more. */
  drain(): void;
  /** We are done with the miner. What still runs is taken over, as when we are gone. */
  end(): void;
}

/** What it can send. */
export type WatcherSignal = 'INT' | 'TERM' | 'KILL';

/**
 * A miner is every process of its terminal's session but the shell that leads it: `timeout`, `sudo`, scripts with job
 * control and scripts that end move it into other process groups and away from its parent, but seldom out of the session.
 *
 * The watcher is a shell outside of that session. It gets a line for each signal that we want sent, and when we are gone
 * (killed, out of memory) it reads the end of its input: it sends SIGINT, which makes a miner ramp down, unless that was
 * sent before, and goes on to read the terminal in our place. So the terminal does not hang up, which would end most
 * miners at full clock.
 *
 * - A program that has made a terminal of its own for the miner (`script`, `sudo`) would pass on something harsher than
 *   what it gets, or a hang-up: the foreground of its terminal is asked in its place.
 * - In place of SIGINT Ctrl-C is typed where the terminal makes a SIGINT of it, for its foreground: `sudo` would pass on
 *   another one after each that comes from elsewhere. It is typed as well where we may not send a signal, to root for
 *   example: whoever has put the terminal into another mode may pass it on.
 * - What is stopped is continued after the signal: else it would never see it.
 *
 * A line of `processes` is pid, state, parent, group, session, terminal and foreground; without /proc the name of the
 * terminal stands for the session.
 */
const script = (leader: number): string => `leader=${leader}
session=$leader
[ -e /proc/self/stat ] || session=$(ps -o tty= -p $leader)
trap '' HUP INT QUIT TERM
${closeInherited}
processes() {
  if [ -e /proc/self/stat ]; then
    for stat in /proc/[0-9]*/stat; do read -r line <$stat && echo "\${line%% *} \${line##*) }"; done
  else
    ps -A -o pid= -o stat= -o ppid= -o pgid= -o tty= -o tty= -o tpgid=
  fi
}
members() {
  echo "$all" | while read -r pid state parent group in terminal foreground rest; do
    case $state in [ZXx]*) continue ;; esac
    [ "$in" = "$session" ] && [ "$group" != $leader ] && echo "$pid $in $group $foreground"
  done
}
inner() {
  echo "$all" | while read -r pid state parent group in terminal foreground rest; do
    case $terminal in 0 | [?-]*) continue ;; esac
    [ "$parent" = "$1" ] && [ "$in" != "$2" ] && echo "$foreground"
  done
}
group() {
  echo "$all" | while read -r pid state parent group in rest; do [ "$group" = "$1" ] && echo "$pid $in"; done
}
send() {
  while read -r pid in group foreground; do
    if [ "$2" != background ] || [ "$group" != "$foreground" ]; then
      inside=$(inner $pid $in)
      if [ -n "$inside" ]; then
        for terminal in $inside; do group $terminal | send "$1"; done
      elif ! kill -s "$1" $pid && [ -e /proc/$pid ]; then
        echo refused
      fi
    fi
    kill -s CONT $pid
  done
}
ask() {
  all=$(processes)
  members=$(members)
  whom=$2
  if [ "$1 $2" = 'INT all' ]; then
    case $(stty -a <&3) in *'intr = ^C;'*[!-]isig*) printf '\\003' >&3 && whom=background ;; esac
  fi
  if [ -n "$(echo "$members" | send "$1" $whom)" ] && [ "$1 $whom" = 'INT all' ]; then printf '\\003' >&3; fi
}
drain() {
  while all=$(processes) && [ -n "$(members)" ]; do
    cat <&3 >/dev/null
    sleep 0.1 || sleep 1
  done
}
asked=
while read -r signal whom; do
  case $signal in
    drain) drain & ;;
    *) ask $signal $whom; [ "$signal $whom" = 'INT all' ] && asked=1 ;;
  esac
done
[ -n "$asked" ] || ask INT all
drain`;

/**
 * Starts the watcher of a miner.
 *
 * @param title what `ps` is to show of it
 * @param leader of the miner's session
 * @param terminal descriptor of our end of the miner's terminal
 */
export function startWatcher(title: string, leader: number, terminal: number): Watcher {
  const { shell, args, environment } = shellScript(title, script(leader));
  let ended = false;
  const start = (): ChildProcess => {
    const started = spawn(shell, [...args], {
      stdio: ['pipe', 'ignore', 'ignore', terminal],
      env: { PATH: process.env['PATH'], ...environment },
      cwd: '/',
      // Neither Ctrl-C nor a hang-up of the terminal around us reaches it.
      detached: true,
    });
    // Without it a miner is on its own when we are gone, and is not asked to end. Nothing else depends on it.
    started.on('error', () => {});
    started.stdin?.on('error', () => {});
    started.on('exit', (_, signal) => {
      if (signal !== null && !ended) watcher = start();
    });
    started.unref();
    return started;
  };
  let watcher = start();
  const tell = (line: string): void => {
    watcher.stdin?.write(`${line}\n`);
  };
  return {
    signal: (name, whom) => tell(`${name} ${whom}`),
    drain: () => tell('drain'),
    end: () => {
      ended = true;
      watcher.stdin?.end();
    },
  };
}
