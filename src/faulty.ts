import * as nodeFs from 'node:fs';
import type { BitstreamReader } from './bitstreams/reader.ts';
import { type LogFs, systemLogFs } from './bytes/log/log-disk.ts';
import type { Output } from './bytes/output.ts';
import type { OutputFs } from './bytes/sinks.ts';
import { type FaultPlace, type Faults, faultAt } from './faults.ts';
import type { Snapshot } from './rig/snapshot.ts';
import type { Timers } from './time.ts';

/*
 * Parts of the tool with a fault in them, so deep that the edge has to catch it that would have to catch a real one.
 * Without a fault each is the part itself.
 */

/** The log's way to the disk; place `log`. */
export function faultyLogFs(faults: Faults): LogFs {
  if (!faults.has('log')) return systemLogFs;
  return {
    ...systemLogFs,
    async open(path, flags) {
      const handle = await systemLogFs.open(path, flags);
      return {
        write(bytes, offset, length) {
          faults.hit('log');
          return handle.write(bytes, offset, length);
        },
        stat: (options) => handle.stat(options),
        close: () => handle.close(),
      };
    },
  };
}

/** The way to stdout; place `output`. */
export function faultyOutputFs(faults: Faults): OutputFs {
  if (!faults.has('output')) return nodeFs;
  return {
    writeSync(fd, bytes) {
      faults.hit('output');
      return nodeFs.writeSync(fd, bytes);
    },
    write(fd, bytes, offset, length, position, done) {
      faults.hit('output');
      nodeFs.write(fd, bytes, offset, length, position, done);
    },
  };
}

/** The output as the view sees it; place `view`. */
export function faultyOutput(output: Output, faults: Faults): Output {
  if (!faults.has('view')) return output;
  return {
    get waiting() {
      faults.hit('view');
      return output.waiting;
    },
    get dropped() {
      return output.dropped;
    },
    get open() {
      return output.open;
    },
    get hasReader() {
      return output.hasReader;
    },
    write: (chunk) => output.write(chunk),
    shouldWait: () => output.shouldWait(),
    drained: (atMost) => output.drained(atMost),
  };
}

/** What reads the lines; place `parse`. */
export function faultyReader(reader: BitstreamReader, faults: Faults): BitstreamReader {
  if (!faults.has('parse')) return reader;
  return {
    read(line) {
      faults.hit('parse');
      return reader.read(line);
    },
    readUnterminated: (line) => reader.readUnterminated(line),
    minerRestarted: () => reader.minerRestarted(),
    get bitstream() {
      return reader.bitstream;
    },
  };
}

/** Snapshots over which those trip who look at the cards. */
export function faultySnapshot(
  take: () => Snapshot,
  place: 'panel' | 'metrics' | 'page',
  faults: Faults,
): () => Snapshot {
  if (!faults.has(place)) return take;
  return () => {
    const taken = take();
    if (!faults.due(place)) return taken;
    return {
      get rig(): Snapshot['rig'] {
        throw faultAt(place);
      },
      pools: taken.pools,
      tee: taken.tee,
    };
  };
}

/** Timers of which the long ones, those that a request has, can't be set; place `http`. */
export function faultyTimers(timers: Timers, place: FaultPlace, faults: Faults): Timers {
  if (!faults.has(place)) return timers;
  return {
    after(seconds, callback) {
      if (seconds >= 1) faults.hit(place);
      return timers.after(seconds, callback);
    },
  };
}

/** Seconds between two failures that belong to no part: often, so that a flood of them shows. */
const strayEvery = 0.05;

/** Failures that belong to no part and come for ever; places `timer`, `rejection` and `node-warning`. */
export function startStrays(faults: Faults, timers: Timers): void {
  const every = (place: FaultPlace, fail: () => void): void => {
    if (!faults.has(place)) return;
    timers.after(strayEvery, () => {
      every(place, fail);
      fail();
    });
  };
  every('timer', () => faults.hit('timer'));
  every('rejection', () => {
    if (faults.due('rejection')) Promise.reject(faultAt('rejection'));
  });
  every('node-warning', () => {
    if (faults.due('node-warning')) process.emitWarning(faultAt('node-warning'));
  });
}
