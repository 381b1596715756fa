import { LogFile } from '../../../src/bytes/log/log-file.ts';
import type { Output } from '../../../src/bytes/output.ts';
import { Job } from '../../../src/job/job.ts';
import type { JobIo, JobOptions, MinerOptions, Shared } from '../../../src/job/job-options.ts';
import { usualParts } from '../../../src/job/parts.ts';
import { posix } from '../../../src/platform/posix.ts';
import { usualLimits } from '../../../src/readings/card-limits.ts';
import { noNames } from '../../../src/rig/names.ts';
import { Warnings } from '../../../src/rig/warnings.ts';
import { FakeDisk } from '../../bytes/log/fake-disk.ts';
import { FakeTime } from '../../support/fake-time.ts';
import { defaultThresholds } from '../../support/stalls.ts';

/** An output whose reader takes everything at once. */
export class FakeOutput implements Output {
  text = '';
  waiting = 0;
  dropped = 0;
  open = true;
  readonly hasReader = true;
  /** What it answers to whether a flood should wait. */
  floods: boolean | Error = false;

  write(chunk: Uint8Array): void {
    this.text += Buffer.from(chunk).toString();
  }

  shouldWait(): boolean {
    if (this.floods instanceof Error) throw this.floods;
    return this.floods;
  }

  async drained(): Promise<void> {}
}

/** A world for a job in which nothing is real: time, disk, stdout and stderr are a test's. */
export class JobWorld {
  readonly time = new FakeTime();
  readonly disk = new FakeDisk();
  readonly stdout = new FakeOutput();
  readonly stderr = new FakeOutput();
  readonly io: JobIo;
  readonly options: JobOptions;

  constructor(options: Partial<JobOptions> = {}, io: Partial<JobIo> = {}) {
    this.io = {
      ...usualParts,
      clock: this.time,
      timers: this.time,
      createOutput: ({ fd }) => (fd === 1 ? this.stdout : this.stderr),
      createLogFile: (log) => new LogFile({ ...log, fs: this.disk }),
      // No panel ever comes.
      loadPanel: () => new Promise(() => {}),
      terminal: null,
      drawable: true,
      colour: false,
      inputFile: null,
      outputFile: null,
      platform: { ...posix('linux'), startShell: () => ({ ended: Promise.resolve(0), end: () => {} }) },
      idle: Promise.resolve(),
      webConfig: null,
      ...io,
    };
    this.options = {
      bitstream: 'auto',
      several: false,
      staleAfter: 120,
      alerts: { limitsOf: () => usualLimits, after: 60, onAlert: null, onAlertOver: null },
      stalls: { thresholds: defaultThresholds, slowBelow: null, onStall: null, onStallOver: null },
      port: null,
      host: null,
      webConfig: null,
      plain: false,
      legacyMetrics: false,
      pools: null,
      ...options,
    };
  }

  /** A job of this world. */
  job(): Job {
    return new Job(this.options, this.io);
  }

  /** What one part of a job works with; it says its lines on stderr. */
  shared(): Shared {
    const say = (line: string): void => this.stderr.write(Buffer.from(`${line}\n`));
    return { options: this.options, io: this.io, warnings: new Warnings(this.time, say), say };
  }

  /** Ends what needs the disk's answers to end. */
  async ended<Value>(end: Promise<Value>): Promise<Value> {
    await this.disk.settle();
    return end;
  }
}

/** A terminal of the usual size. */
export const terminal: NonNullable<JobIo['terminal']> = {
  columns: 80,
  rows: 24,
  on: () => {},
  off: () => {},
};

/** A miner without a log. */
export const aMiner: MinerOptions = { name: 'rig1', candidates: [], names: noNames, log: null };

/** A log without limits. */
export const aLog = { path: 'my.log', rotation: null, timestamps: false, queueLimit: 1000 };
