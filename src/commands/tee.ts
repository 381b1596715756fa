import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { openStdin, readStream } from '../bytes/stdin.ts';
import { Job } from '../job/job.ts';
import type { JobIo } from '../job/job-options.ts';
import type { Parts } from '../job/parts.ts';
import type { TeeOptions } from '../options/parse.ts';
import { runInProcess } from './in-process.ts';
import { complain } from './print.ts';
import { processTitle, showTitle } from './process-title.ts';
import { besideMiner } from './signals.ts';
import type { StartedJob } from './started-job.ts';

/** Ways to have a miner's output at once that comes through a pipe. */
const ifHeldBack = 'start it with fpga-tee run -- <miner>, or on Linux with stdbuf -o0 <miner>';

/** The main command, `miner | fpga-tee`: every byte into the log, onto the screen, and through the bitstream into panel and metrics. */
export async function tee(options: TeeOptions, parts: Parts): Promise<number> {
  if (isatty(0)) {
    const { shortUsage } = await import('../options/help.ts');
    process.stderr.write(shortUsage);
    return 2;
  }
  if (isDirectory(0)) {
    complain('stdin is a directory; pipe a miner into it');
    return 2;
  }
  showTitle(processTitle('', [], [options.log]));
  const start = (io: JobIo): StartedJob => startTee(options, io, openStdin());
  return runInProcess({
    parts,
    webConfig: options.webConfig,
    webConfigFrom: options.webConfigFrom,
    logs: [options.log],
    inputs: [{ file: 0, what: 'what is read from stdin' }],
    start,
    reactions: besideMiner,
  });
}

function startTee(options: TeeOptions, io: JobIo, stdin: Readable): StartedJob {
  const job = new Job({ ...options, several: false, settings: () => options.chosen }, io);
  const miner = job.add({ ...options, name: 'stdin', ifHeldBack, fromStart: true });

  const run = async (): Promise<number> => {
    const broken = await readStream(
      stdin,
      (chunk) => miner.bytes(chunk),
      () => miner.shouldWait(),
      io.timers,
    );
    if (broken !== null) job.warnings.raise('input', `the miner's output broke off: ${broken}`);
    miner.end();
    const whole = await job.end();
    return whole && broken === null ? 0 : 1;
  };
  return { job, ended: run() };
}

/** Node itself would take one for an empty input. */
function isDirectory(fd: number): boolean {
  try {
    return fstatSync(fd).isDirectory();
  } catch {
    return false;
  }
}
