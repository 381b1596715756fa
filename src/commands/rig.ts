import { printable } from '../lines/printable.ts';
import type { RigOptions } from '../options/parse.ts';
import type { RigMiner } from '../options/rig-file/miner.ts';
import { describeProblem, readRigFile } from '../options/rig-file/read.ts';
import { CannotStart } from '../run/cannot-start.ts';
import { findProgram } from '../run/command.ts';
import { complain, print } from './print.ts';

/**
 * `fpga-tee rig --check`: whether a rig file is right, and whether its programs are there. Starts nothing.
 *
 * @returns 2 for a file that is wrong, 1 for a program that is not there
 */
export async function checkRigFile({ file }: RigOptions): Promise<number> {
  const read = await readRigFile(file);
  if (read.type !== 'rig') {
    complain(...read.problems.map((problem) => describeProblem(file, problem)));
    return 2;
  }
  const { miners } = read.rig;
  const missing = miners.flatMap((miner) => {
    const words = missingProgram(miner);
    return words === null ? [] : [`${file}: miner ${miner.name}: ${words}`];
  });
  complain(...missing.map(printable));
  // Arguments are not shown: a password or an address may be among them.
  const rows = miners.map(({ name, command: [program], log }) =>
    printable(`  ${name}: ${program}, ${log === null ? 'no log' : `log ${log}`}`),
  );
  const count = miners.length === 1 ? '1 miner' : `${miners.length} miners`;
  const failed = await print(`${[printable(`${file} is right: ${count}`), ...rows].join('\n')}\n`);
  return missing.length > 0 ? 1 : failed;
}

/** Why a miner could not be started now; `null` when it could. */
export function missingProgram({
  command: [file, ...args],
  directory,
  environment,
}: Pick<RigMiner, 'command' | 'directory' | 'environment'>): string | null {
  // On Windows the package that starts it looks for it.
  if (process.platform === 'win32') return null;
  try {
    findProgram({ file, args, directory, environment: { ...process.env, ...environment } });
    return null;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    return error.message;
  }
}
