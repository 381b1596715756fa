import type { Job } from '../job/job.ts';

/** A job at work. */
export interface StartedJob {
  readonly job: Job;
  /** Resolves to the exit code when all is over, and everything is written, shown and closed. */
  readonly ended: Promise<number>;
  /** A file system has not answered: Node's own end would wait for it. */
  stuck?(): boolean;
}
