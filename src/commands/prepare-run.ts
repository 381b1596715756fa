import type { RunOptions } from '../options/parse.ts';
import { describeProblem, readRigFile } from '../options/rig-file/read.ts';
import { poolRows } from '../options/table/pools.ts';
import { CannotStart } from '../run/cannot-start.ts';
import { findProgram } from '../run/command.ts';
import { loadPty, type PtyModule, PtyUnavailable } from '../run/pty-package.ts';
import { type Here, planCommand, planRig, type RunPlan } from './run-plan.ts';

/** What came of preparing a run. */
export type PreparedRun =
  | { readonly type: 'ready'; readonly plan: RunPlan; readonly pty: PtyModule }
  /** Nothing was started; a line each, and the exit code. */
  | { readonly type: 'problems'; readonly lines: readonly string[]; readonly code: number };

/**
 * Finds out what is to run, and whether it can. In a rig a program that isn't there keeps no other miner from its work:
 * that is told when it is to start.
 */
export async function prepareRun(options: RunOptions, here: Here): Promise<PreparedRun> {
  try {
    const plan = await planOf(options, here);
    return 'type' in plan ? plan : { type: 'ready', plan, pty: await loadPty() };
  } catch (error) {
    if (error instanceof PtyUnavailable) return problems(2, error.message);
    if (error instanceof CannotStart) return problems(error.exitCode, error.message);
    throw error;
  }
}

async function planOf(options: RunOptions, here: Here): Promise<RunPlan | PreparedRun> {
  const { start } = options;
  if (start.type === 'command') {
    const plan = planCommand(options, start.command, here);
    // On Windows the package looks for it.
    if (process.platform !== 'win32') for (const { command } of plan.miners) findProgram(command);
    return plan;
  }
  const read = await readRigFile(start.file);
  if (read.type === 'rig') {
    const plan = planRig(options, read.rig, start, here);
    if (!start.given.has(poolRows.interval) || plan.options.pools !== null) return plan;
    return problems(2, `--pool-interval: there is no pool to it; give ${start.file} a list of pools`);
  }
  return problems(2, ...read.problems.map((problem) => describeProblem(start.file, problem)));
}

function problems(code: number, ...lines: readonly string[]): PreparedRun {
  return { type: 'problems', lines, code };
}
