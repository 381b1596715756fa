import { type ChildProcess, spawn } from 'node:child_process';

/** A command line that a shell runs. */
export interface ShellRun {
  /** Resolves when the shell is gone: to its exit code, or to words of why there is none. Never rejects. */
  readonly ended: Promise<number | string>;
  /** Ends it, and all that it has started in the meantime. */
  end(): void;
}

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** Reads nothing, is not heard, and is left alone when we end. */
const apart = { stdio: 'ignore' } as const;

/** Linux, macOS: in a session of its own, so that neither Ctrl-C nor a hang-up of our terminal reaches it. */
export function startOnPosix(command: string, variables: Variables): ShellRun {
  return runOf(
    () =>
      spawn('/bin/sh', ['-c', command], { ...apart, env: { ...process.env, ...variables }, detached: true }),
    (pid) => process.kill(-pid, 'SIGKILL'),
  );
}

/** Windows: with `cmd.exe`. Its end would leave alone what it has started, taskkill does not. */
export function startOnWindows(command: string, variables: Variables): ShellRun {
  return runOf(
    () => spawn(command, { ...apart, env: { ...process.env, ...variables }, shell: true, windowsHide: true }),
    (pid) => {
      const killer = spawn('taskkill', ['/PID', String(pid), '/T', '/F'], { ...apart, windowsHide: true });
      killer.on('error', () => {});
      killer.unref();
    },
  );
}

function runOf(start: () => ChildProcess, endTree: (pid: number) => void): ShellRun {
  const child = start();
  let gone = false;
  const ended = new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => {
      gone = true;
      resolve(code ?? signal ?? 'no exit code');
    });
  });
  child.unref();
  return {
    ended,
    end() {
      // Its number may be another's by now.
      if (gone || child.pid === undefined) return;
      try {
        endTree(child.pid);
      } catch {
        // It was gone first.
      }
    },
  };
}
