import type { Readable } from 'node:stream';
import { readStream } from '../bytes/stdin.ts';
import { createStation } from '../job/station.ts';
import type { StationIo } from '../job/station-parts.ts';
import type { TeeOptions } from '../options/parse.ts';
import type { Job } from './job.ts';

/** Ways to have a miner's output at once that comes through a pipe. */
const ifHeldBack = 'start it with fpga-tee run -- <miner>, or on Linux with stdbuf -o0 <miner>';

/** The main job, `miner | fpga-tee`: every byte into the log, onto the screen, and through the bitstream into panel and metrics. */
export function startPipeJob(options: TeeOptions, io: StationIo & { readonly stdin: Readable }): Job {
  const station = createStation({ ...options, several: false }, io);
  const miner = station.add({ ...options, name: 'stdin', ifHeldBack });

  const run = async (): Promise<number> => {
    const broken = await readStream(io.stdin, miner.bytes, miner.shouldWait, io.timers);
    if (broken !== null) station.warnings.raise('input', `the miner's output broke off: ${broken}`);
    miner.end();
    const whole = await station.end();
    return whole && broken === null ? 0 : 1;
  };
  return { ...station, ended: run() };
}
