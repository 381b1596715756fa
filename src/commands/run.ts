import { isatty } from 'node:tty';
import type { JobIo } from '../job/job-options.ts';
import type { Parts } from '../job/parts.ts';
import type { RunOptions } from '../options/parse.ts';
import { platformOf } from '../platform/platform-of.ts';
import { runInProcess } from './in-process.ts';
import { prepareRun } from './prepare-run.ts';
import { complain } from './print.ts';
import { RunJob } from './run-job.ts';
import { aboveMiners } from './signals.ts';

/** `fpga-tee run`: starts the miners, each in a terminal of its own, and does with their output what the pipe does. */
export async function run(options: RunOptions, parts: Parts): Promise<number> {
  const prepared = await prepareRun(options, { directory: process.cwd(), environment: process.env });
  if (prepared.type === 'problems') {
    complain(...prepared.lines);
    return prepared.code;
  }
  const { plan, pty } = prepared;
  const start = (io: JobIo): RunJob => {
    const keyboard = isatty(0) ? process.stdin : null;
    const { ownsKeyboard } = platformOf(process.platform);
    const started = new RunJob(plan, { ...io, pty, keyboard, ownsKeyboard });
    process.on('exit', () => started.releaseTerminal());
    if (process.platform !== 'win32') process.on('SIGCONT', () => started.resumed());
    return started;
  };
  const fromRigFile = options.webConfig === null && options.start.type === 'rig';
  return runInProcess({
    parts,
    // With what a rig file says: what is read of the web's configuration must be that of the plan.
    webConfig: plan.options.webConfig,
    ...(fromRigFile ? { webConfigFrom: `${options.start.file}: web-config:` } : {}),
    start,
    reactions: aboveMiners,
  });
}
