import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { isatty } from 'node:tty';
import { systemClock } from '../time.ts';
import type { Platform } from './platform.ts';
import { createOwnStat, isBackground, statOf } from './proc.ts';
import { startOnPosix } from './shell.ts';
import type { UnblockedFd } from './unblocked-fd.ts';

const { O_APPEND, O_CREAT, O_WRONLY, O_NONBLOCK, O_NOCTTY } = fs.constants;

/** What else would end or stop us, and with us the miner: of these nobody expects that. */
const harmless = [
  'SIGPIPE',
  'SIGTTIN',
  'SIGUSR2',
  'SIGALRM',
  'SIGVTALRM',
  'SIGPROF',
  'SIGIO',
  'SIGXCPU',
  'SIGXFSZ',
] as const;
const harmlessOnLinux = ['SIGPWR', 'SIGSTKFLT'] as const;

/** Node's profiler takes its samples by SIGPROF, and sees little of them where the program listens, too. */
function isProfiled(): boolean {
  return [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((option) =>
    /--(?:cpu-)?prof\b/.test(option),
  );
}

/** Linux, macOS and their relatives. */
export function posix(name: NodeJS.Platform): Platform {
  return {
    signals: [
      ['SIGINT', 'interrupt'],
      ['SIGHUP', 'hangUp'],
      ['SIGTSTP', 'pause'],
      ['SIGQUIT', 'ignore'],
      ['SIGTTOU', 'ignore'],
      // How some ask for a new log; without a listener Node would open its debugger to everybody on this machine.
      ['SIGUSR1', 'hangUp'],
      ...harmless
        .filter((signal) => signal !== 'SIGPROF' || !isProfiled())
        .map((signal) => [signal, 'ignore'] as const),
      ...(name === 'linux' ? harmlessOnLinux : []).map((signal) => [signal, 'ignore'] as const),
      ['SIGTERM', 'terminate'],
    ],
    openUnblocked: (fd) => openAnew(fd, name),
    leaveTerminalsAlone,
    ownsKeyboard: name === 'linux' ? () => !inBackground() : createForegroundLook(),
    interruptGroup: () => process.kill(0, 'SIGINT'),
    // A FIFO that nobody reads says so instead of keeping a thread of ours.
    logFlags: O_APPEND | O_CREAT | O_WRONLY | O_NONBLOCK,
    mayRenameLater: () => false,
    startShell: startOnPosix,
  };
}

/**
 * At its end Node gives each terminal that it was started with the modes of that moment: those of a miner that was
 * there first and has restored them since. And when the terminal is gone, it aborts (nodejs/node#51519). It leaves
 * alone what is closed.
 */
function leaveTerminalsAlone(): void {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  process.on('exit', () => {
    for (const fd of terminals) fs.closeSync(fd);
  });
}

/**
 * Opens what stands behind a descriptor once more with O_NONBLOCK. Node writes terminals and pipes of its standard
 * streams so that it waits: after Ctrl-S, or with a dead ssh connection, it would stop taking input and with it stop
 * the miner.
 */
function openAnew(fd: number, name: NodeJS.Platform): UnblockedFd {
  const stats = fs.fstatSync(fd);
  if (stats.isFile()) return { type: 'file', fd };
  const paths = name === 'linux' ? [`/proc/self/fd/${fd}`] : [];
  const self = name === 'linux' ? statOf('self') : null;
  const controls = stats.isCharacterDevice() && (name !== 'linux' || self?.terminal === stats.rdev);
  // A terminal of another user (after su, say) can't be opened by its own name, but always as the one in control.
  if (controls) paths.push('/dev/tty');
  for (const path of paths) {
    try {
      const opened = fs.openSync(path, O_WRONLY | O_NONBLOCK | O_NOCTTY);
      if (path === '/dev/tty' || isSame(fs.fstatSync(opened), stats)) {
        const jobControl = controls && self !== null;
        return jobControl
          ? { type: 'terminal', fd: opened, inherited: fd, isBackground: inBackground }
          : { type: 'unblocked', fd: opened };
      }
      fs.closeSync(opened);
    } catch {
      // A socket can't be opened by name, a pipe without a reader neither: the next way, or the stream.
    }
  }
  return { type: 'stream', fd };
}

const ownStat = createOwnStat();

function inBackground(): boolean {
  const self = ownStat();
  return self !== null && isBackground(self);
}

/** Seconds for which an answer of ps is good: asking it takes a process each time. */
const askAgain = 10;

/** As {@link inBackground} tells it, where there is no /proc: process groups by POSIX, the terminal's by all BSDs. */
function createForegroundLook(): () => boolean {
  let askedAt = Number.NEGATIVE_INFINITY;
  let ours = true;
  return () => {
    const now = systemClock.monotonic();
    if (now - askedAt < askAgain) return ours;
    askedAt = now;
    try {
      const told = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { timeout: 1000 });
      const [group, foreground] = told.toString().trim().split(/\s+/).map(Number);
      ours = group === foreground || foreground === undefined || !(foreground > 0);
    } catch {
      ours = true;
    }
    return ours;
  };
}

function isSame(a: fs.Stats, b: fs.Stats): boolean {
  return a.rdev === b.rdev && a.ino === b.ino;
}
