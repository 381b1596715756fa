import { existsSync } from 'node:fs';

/** How to have a shell run a script of ours. */
export interface ShellScript {
  readonly shell: string;
  readonly args: readonly string[];
  /** To be added to the shell's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The shells that can run our scripts, the best first: dash closes no descriptor above 9. */
const shells = [
  { shell: '/bin/bash', options: ['--posix', '--norc'] },
  { shell: '/bin/sh', options: [] },
] as const;

const variable = 'FPGA_TEE_SCRIPT';

/**
 * A shell that runs a script. The script is in the environment, so that `ps` shows the title in its place.
 *
 * @param options for the shell, `-m` for example
 */
export function shellScript(title: string, script: string, options: readonly string[] = []): ShellScript {
  const found = shells.find(({ shell }) => existsSync(shell)) ?? shells[1];
  return {
    shell: found.shell,
    args: [...found.options, ...options, '-c', `eval "$${variable}"`, `fpga-tee: ${title}`],
    environment: { [variable]: `unset ${variable}\n${script}` },
  };
}

/** A word that a shell takes as it is. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * Closes what is open beside descriptors 0 to 3: the pty package lets every program inherit the terminals of the miners
 * that were started before it.
 */
export const closeInherited = `for fd in /dev/fd/*; do
  fd=\${fd##*/}
  case $fd in
    [0123]) ;;
    [4-9]) eval "exec $fd>&-" ;;
    [1-9][0-9]*) if [ -n "$BASH_VERSION" ]; then eval "exec $fd>&-"; fi ;;
  esac
done`;
