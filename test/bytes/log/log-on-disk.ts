import { LogFile, type LogFileOptions } from '../../../src/bytes/log/log-file.ts';
import { posix } from '../../../src/platform/posix.ts';
import { FakeTime } from '../../support/fake-time.ts';
import { FakeDisk } from './fake-disk.ts';

/** A log on a disk that does what a test wants, and what was told of it. */
export class LogOnDisk {
  readonly disk = new FakeDisk();
  readonly time = new FakeTime();
  readonly problems: string[] = [];
  recovered = 0;

  open(queueLimit = 1000, changes: Partial<LogFileOptions> = {}): LogFile {
    return new LogFile({
      path: 'my.log',
      clock: this.time,
      timers: this.time,
      platform: posix('linux'),
      queueLimit,
      rotation: null,
      timestamps: false,
      onProblem: (line) => this.problems.push(line),
      onRecovered: () => {
        this.recovered += 1;
      },
      fs: this.disk,
      ...changes,
    });
  }

  /** The log ends, and the disk answers all that is asked. */
  async end(log: LogFile): Promise<void> {
    const ended = log.end();
    await this.disk.settle();
    await ended;
  }
}
