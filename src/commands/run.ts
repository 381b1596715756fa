import { isatty } from 'node:tty';
import type { JobIo } from '../job/job-options.ts';
import type { Parts } from '../job/parts.ts';
import type { RunOptions } from '../options/parse.ts';
import { describeProblem, readRigFile } from '../options/rig-file/read.ts';
import { poolRows } from '../options/table/pools.ts';
import { platformOf } from '../platform/platform-of.ts';
import { CannotStart } from '../run/cannot-start.ts';
import { findProgram } from '../run/command.ts';
import { loadPty, type PtyModule, PtyUnavailable } from '../run/pty-package.ts';
import { runInProcess } from './in-process.ts';
import { complain } from './print.ts';
import { processTitle, showTitle } from './process-title.ts';
import { RunJob } from './run-job.ts';
import { planCommand, planRig, type RunPlan } from './run-plan.ts';
import type { OwnInput } from './same-file.ts';
import { aboveMiners } from './signals.ts';

/** Node takes notice of the end of its own children only. */
const noInit =
  'runs as process 1: what miners leave behind stays as zombies when it ends; give the container an init (docker run --init)';

/** `fpga-tee run`: starts the miners, each in a terminal of its own, and does with their output what the pipe does. */
export async function run(options: RunOptions, parts: Parts): Promise<number> {
  try {
    const plan = await planOf(options);
    if (plan === null) return 2;
    const logs = plan.miners.map(({ log }) => log);
    showTitle(
      processTitle(
        'run',
        plan.miners.map(({ name }) => name),
        logs,
      ),
    );
    if (process.pid === 1) complain(noInit);
    return await runPlan(options, plan, await loadPty(), parts);
  } catch (error) {
    if (!(error instanceof CannotStart || error instanceof PtyUnavailable)) throw error;
    complain(error.message);
    return error instanceof CannotStart ? error.exitCode : 2;
  }
}

/**
 * What is to run, if it can; `null` where it can't be: that has been said. In a rig a program that isn't there keeps no
 * other miner from its work: that is told when it is to start.
 *
 * @throws CannotStart
 */
async function planOf(options: RunOptions): Promise<RunPlan | null> {
  const { start } = options;
  const here = { directory: process.cwd(), environment: process.env };
  if (start.type === 'command') {
    const plan = planCommand(options, start.command, here);
    // On Windows the package looks for it.
    if (process.platform !== 'win32') for (const { command } of plan.miners) findProgram(command);
    return plan;
  }
  // Of a unit with LogsDirectory=; the rig file's own is /etc there.
  const logs = here.environment['LOGS_DIRECTORY']?.split(':')[0];
  const read = await readRigFile(start.file, logs);
  if (read.type !== 'rig') {
    complain(...read.problems.map((problem) => describeProblem(start.file, problem)));
    return null;
  }
  const plan = planRig(options, read.rig, start, here);
  if (!start.given.has(poolRows.interval) || plan.options.pools !== null) return plan;
  complain(`--pool-interval: there is no pool to it; give ${start.file} a list of pools`);
  return null;
}

function runPlan(given: RunOptions, plan: RunPlan, pty: PtyModule, parts: Parts): Promise<number> {
  const start = (io: JobIo): RunJob => {
    const keyboard = isatty(0) ? process.stdin : null;
    const { ownsKeyboard } = platformOf(process.platform);
    const started = new RunJob(plan, { ...io, pty, keyboard, ownsKeyboard });
    process.on('exit', () => started.releaseTerminal());
    if (process.platform !== 'win32') process.on('SIGCONT', () => started.resumed());
    return started;
  };
  const fromRigFile = given.webConfig === null && given.start.type === 'rig';
  return runInProcess({
    parts,
    // With what a rig file says: what is read of the web's configuration must be that of the plan.
    webConfig: plan.options.webConfig,
    webConfigFrom: fromRigFile ? `${given.start.file}: web-config:` : given.webConfigFrom,
    logs: plan.miners.map(({ log }) => log),
    inputs: inputsOf(given, plan),
    start,
    reactions: aboveMiners,
  });
}

/** What is read before or beside the miners: a log would spoil it. */
function inputsOf({ start }: RunOptions, { miners }: RunPlan): readonly OwnInput[] {
  const rigFile = start.type === 'rig' ? [{ file: start.file, what: 'the rig file' }] : [];
  const programs = miners.flatMap(({ command }) => {
    try {
      return [{ file: findProgram(command), what: "a miner's program" }];
    } catch {
      // It is not there yet.
      return [];
    }
  });
  return [...rigFile, ...programs];
}
