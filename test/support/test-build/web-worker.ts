import { parentPort, workerData } from 'node:worker_threads';
import type { ContentName, Contents } from '../../../src/web/contents.ts';
import { runWorker, usualWorkerParts, type WorkerParts } from '../../../src/web/run-worker.ts';
import { clockRateOf, clockRateVariable, faster } from './clock-rate.ts';
import { type Faults, faultAt, faultVariable, parseFaults } from './faults.ts';

/* The web worker for tests, as `entry.ts` is the program for tests. */

const faults = parseFaults(process.env[faultVariable]);
const rate = clockRateOf(process.env[clockRateVariable]);

if (parentPort !== null) runWorker(parentPort, workerData, failing(faster(usualWorkerParts, rate), faults));

/** The parts with faults in them. */
function failing(parts: WorkerParts, faults: Faults): WorkerParts {
  return {
    ...parts,
    timers: {
      // Of the long ones, those that a request has.
      after(seconds, callback) {
        if (seconds >= 1) faults.hit('http');
        return parts.timers.after(seconds, callback);
      },
    },
    contentsOf: (options) => failingContents(parts.contentsOf(options), faults),
  };
}

function failingContents(contents: Contents, faults: Faults): Contents {
  const failing =
    (name: ContentName): Contents[ContentName] =>
    (snapshot, asked) => {
      faults.hit(name === 'metrics' ? 'metrics' : 'page');
      if (name === 'health') endWorker(faults);
      return contents[name](snapshot, asked);
    };
  return {
    metrics: failing('metrics'),
    page: failing('page'),
    card: failing('card'),
    history: failing('history'),
    cards: failing('cards'),
    events: failing('events'),
    health: failing('health'),
    hive: failing('hive'),
    mmpos: failing('mmpos'),
    script: failing('script'),
    icon: failing('icon'),
    alarm: failing('alarm'),
    manifest: failing('manifest'),
  };
}

/** Does what no worker survives, where a fault asks for it. */
function endWorker(faults: Faults): void {
  if (faults.due('web-crash')) {
    setImmediate(() => {
      throw faultAt('web-crash');
    });
  }
  if (faults.due('web-memory')) {
    const full: number[][] = [];
    for (;;) full.push(Array.from({ length: 10_000 }, Math.random));
  }
  if (faults.due('web-hang')) for (;;);
}
